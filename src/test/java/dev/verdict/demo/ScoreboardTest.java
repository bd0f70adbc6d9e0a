package dev.verdict.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.demo.SampleReviews.SampleReview;
import dev.verdict.review.Label;
import dev.verdict.review.Sentiment;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
    private static final SampleReview GOOD =
            new SampleReview("test/pos/1_10", "Lovely.<br />\u001b[2J", Label.POSITIVE);

    @Test
    void shouldCountRightAndWrongVerdicts() {
        // Given
        var scoreboard = new Scoreboard(false);
        scoreboard.line(sentiment(0.9), GOOD);
        scoreboard.line(sentiment(0.8), GOOD);
        scoreboard.line(sentiment(0.7), GOOD);
        scoreboard.line(sentiment(0.1), GOOD);

        // When
        String summary = scoreboard.summary(2);

        // Then
        assertThat(summary).isEqualTo("4 reviews scored, accuracy 0.7500, 2.0 reviews/s, model m");
    }

    @Test
    void shouldSummariseWhenNothingWasScored() {
        assertThat(new Scoreboard(false).summary(0))
                .isEqualTo("0 reviews scored, accuracy 0.0000, 0.0 reviews/s, model none");
    }

    @Test
    void shouldShowVerdictAndTextWithoutControlCharactersWhenPlain() {
        // When
        String line = new Scoreboard(false).line(sentiment(0.25), GOOD);

        // Then
        assertThat(line).contains("NEGATIVE", "0.250", "WRONG", "Lovely.").doesNotContain("<br />", "\u001b");
    }

    @Test
    void shouldColourVerdictWhenOnTerminal() {
        assertThat(new Scoreboard(true).line(sentiment(0.75), GOOD))
                .startsWith("\u001b[32m")
                .contains("right");
        assertThat(new Scoreboard(true).line(sentiment(0.25), GOOD))
                .startsWith("\u001b[31m")
                .contains("WRONG");
    }

    @Test
    void shouldShowReviewOfSomebodyElseWithoutCountingIt() {
        // Given
        var scoreboard = new Scoreboard(false);
        scoreboard.line(sentiment(0.9), GOOD);
        var other = new Sentiment("mine\u001b[2J", "", Label.NEGATIVE, 0.25, 1, 1, false, "m");

        // When
        String line = scoreboard.lineOfOther(other);

        // Then
        assertThat(line).contains("NEGATIVE", "0.250", "review mine").doesNotContain("\u001b", "right", "WRONG");
        assertThat(scoreboard.summary(1)).startsWith("1 reviews scored, accuracy 1.0000");
    }

    @Test
    void shouldCutTextWhenItIsLongerThanTheLine() {
        // Given
        var review = new SampleReview("1", "x".repeat(500), Label.POSITIVE);

        // When
        String line = new Scoreboard(false).line(sentiment(0.75), review);

        // Then
        assertThat(line).hasSize(110).endsWith("…");
    }

    private static Sentiment sentiment(double probability) {
        return new Sentiment(GOOD.id(), "", Label.of(probability), probability, 1, 1, false, "m");
    }
}
