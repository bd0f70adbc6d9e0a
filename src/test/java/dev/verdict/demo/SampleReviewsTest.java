package dev.verdict.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.verdict.contract.TopicSchemas;
import dev.verdict.demo.SampleReviews.SampleReview;
import dev.verdict.model.BundledModel;
import dev.verdict.review.Label;
import dev.verdict.review.Review;
import dev.verdict.scoring.Scorer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

class SampleReviewsTest {
    private final List<SampleReview> sample = SampleReviews.read();

    @Test
    void shouldHoldAThousandDistinctReviewsOfTheTestHalfInBalance() {
        assertThat(sample).hasSize(1000).doesNotHaveDuplicates();
        assertThat(sample)
                .filteredOn(review -> review.label() == Label.POSITIVE)
                .hasSize(500);
        assertThat(sample).allSatisfy(review -> {
            assertThat(review.id()).startsWith(review.label() == Label.POSITIVE ? "test/pos/" : "test/neg/");
            assertThat(review.text()).isNotBlank();
        });
    }

    @Test
    void shouldNameTheStarsAsSubjectWhenTheIdTellsThem() {
        assertThat(new SampleReview("test/pos/9077_9", "", Label.POSITIVE).subject())
                .isEqualTo("rated 9 of 10");
        assertThat(new SampleReview("1", "", Label.POSITIVE).subject()).isEmpty();
        assertThat(sample).extracting(SampleReview::subject).doesNotContain("");
    }

    @Test
    void shouldFollowTheSchemasOfReviewsWhenTheyAreSent() throws IOException {
        for (SampleReview review : sample) {
            ObjectNode json = new ObjectMapper().valueToTree(review);
            assertThat(TopicSchemas.errors("review", bytes(json))).isEmpty();
            json.remove("subject");
            assertThat(TopicSchemas.errors("labelled-review", bytes(json))).isEmpty();
        }
    }

    private static byte[] bytes(ObjectNode json) throws IOException {
        return new ObjectMapper().writeValueAsBytes(json);
    }

    /** The hold-out quality that the demonstration promises; 0.80 is below any epoch of the recipe by over a point. */
    @Test
    void shouldBeScoredRightlyByTheBundledModelInFourOfFive() throws IOException {
        // Given
        var scorer = new Scorer(BundledModel.read());

        // When
        long correct = sample.stream()
                .filter(review ->
                        scorer.score(new Review(review.id(), review.text(), "")).label() == review.label())
                .count();

        // Then
        assertThat(correct / 1000.0).isGreaterThanOrEqualTo(0.80);
    }
}
