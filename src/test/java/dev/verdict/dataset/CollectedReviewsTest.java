package dev.verdict.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class CollectedReviewsTest {
    private final CollectedReviews reviews = new CollectedReviews(Path.of("reviews.csv"), 3);

    @Test
    void shouldHoldAsManyReviewsAsAllowed() {
        // Given
        reviews.add(Half.TRAIN, "line 2", "a", "Good.", true);
        reviews.add(Half.TRAIN, "line 3", "b", "Bad.", false);
        reviews.add(Half.TRAIN, "line 4", "c", "Dull.", false);

        // When
        var dataset = reviews.toDataset();

        // Then
        assertThat(dataset.training()).hasSize(3);
    }

    @Test
    void shouldRefuseMoreReviewsThanAllowedInBothHalvesTogether() {
        // Given
        reviews.add(Half.TRAIN, "line 2", "a", "Good.", true);
        reviews.add(Half.TEST, "line 3", "b", "Bad.", false);
        reviews.add(Half.TRAIN, "line 4", "c", "Dull.", false);

        // Then
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> reviews.add(Half.TEST, "line 5", "d", "Grand.", true))
                .withMessage("reviews.csv holds more than 3 reviews: give a file with fewer");
    }
}
