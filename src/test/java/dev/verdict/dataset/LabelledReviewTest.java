package dev.verdict.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class LabelledReviewTest {
    @Test
    void shouldKeepTextAsWritten() {
        // When
        var review = new LabelledReview("line 2", "  So good.<br />\n", true);

        // Then
        assertThat(review.text()).isEqualTo("  So good.<br />\n");
    }

    @Test
    void shouldRejectReviewWhenIdIsBlank() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledReview(" ", "Good.", true))
                .withMessage("id must not be blank");
    }

    @Test
    void shouldRejectReviewWhenTextIsBlank() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledReview("line 2", "\n", true))
                .withMessage("text must not be blank");
    }

    @Test
    void shouldRejectReviewWhenTextIsNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> new LabelledReview("line 2", null, true))
                .withMessage("text must be given");
    }
}
