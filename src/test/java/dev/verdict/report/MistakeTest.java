package dev.verdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.dataset.LabelledReview;
import org.junit.jupiter.api.Test;

import java.util.List;

class MistakeTest {
    private static final List<LabelledReview> REVIEWS = List.of(
            new LabelledReview("a", "Fine.", true),
            new LabelledReview("b", "Poor.", false),
            new LabelledReview("c", "Grand.", true),
            new LabelledReview("d", "Dull.", false),
            new LabelledReview("e", "Good.", true));

    @Test
    void shouldNameSurestMistakesFirst() {
        // When
        List<Mistake> mistakes = Mistake.mostConfident(REVIEWS, new double[] {0.4, 0.9, 0.5, 0.5, 0.1}, 20);

        // Then
        assertThat(mistakes).extracting(Mistake::reviewId).containsExactly("b", "e", "a", "d");
        assertThat(mistakes.getFirst()).isEqualTo(new Mistake("b", "Poor.", false, 0.9));
    }

    @Test
    void shouldNameNoMoreMistakesThanAskedFor() {
        assertThat(Mistake.mostConfident(REVIEWS, new double[] {0.4, 0.9, 0.1, 0.5, 0.2}, 2))
                .extracting(Mistake::reviewId)
                .containsExactly("b", "c");
    }

    @Test
    void shouldNameNoneWhenAllAreRight() {
        assertThat(Mistake.mostConfident(REVIEWS, new double[] {0.5, 0.4, 1, 0, 0.9}, 20))
                .isEmpty();
    }

    @Test
    void shouldShowShortTextWhole() {
        assertThat(excerptOf(" Good.<br /><BR/>So\n good. ")).isEqualTo("Good. So good.");
        assertThat(excerptOf("x".repeat(360))).hasSize(360);
    }

    @Test
    void shouldShowBeginningAndEndOfLongTextInWholeWords() {
        // When
        String excerpt = excerptOf("first " + "word 😀 ".repeat(200) + "last");

        // Then
        assertThat(excerpt).startsWith("first word ").endsWith(" word 😀 last").contains(" \u2026 ");
        assertThat(excerpt.codePointCount(0, excerpt.length())).isBetween(340, 363);
        assertThat(excerpt.split(" ")).containsOnly("first", "word", "😀", "\u2026", "last");
    }

    @Test
    void shouldCutLongTextThatIsOneWord() {
        assertThat(excerptOf("😀".repeat(400))).isEqualTo("😀".repeat(140) + " \u2026 " + "😀".repeat(220));
    }

    private static String excerptOf(String text) {
        return new Mistake("a", text, true, 0.1).excerpt();
    }
}
