package dev.verdict.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

class ReviewDatasetTest {
    private static final LabelledReview GOOD = new LabelledReview("line 2", "Très bon.", true);
    private static final LabelledReview BAD = new LabelledReview("line 3", "Bad.", false);

    @Test
    void shouldHashContentAsDocumented() {
        // Given
        // python3: sha256(b'\0\0\0\1' b'\1' b'\0\0\0\12' + 'Très bon.'.encode() + b'\0\0\0\1' b'\0' b'\0\0\0\4'
        // b'Bad.')
        var expected = "4e3bdc6ea5d58a112703ad1d6e829175b306df7d639a69a51e0f508a3be65823";

        // When
        var dataset = ReviewDataset.of(List.of(GOOD), List.of(BAD));

        // Then
        assertThat(dataset.sha256()).isEqualTo(expected);
    }

    @Test
    void shouldHaveSameHashWhenOnlyIdsDiffer() {
        // Given
        var renamed = new LabelledReview("train/pos/0_9", GOOD.text(), GOOD.positive());

        // When
        var dataset = ReviewDataset.of(List.of(renamed), List.of(BAD));

        // Then
        assertThat(dataset.sha256())
                .isEqualTo(ReviewDataset.of(List.of(GOOD), List.of(BAD)).sha256());
    }

    @Test
    void shouldHaveAnotherHashWhenLabelTextHalfOrOrderDiffers() {
        // Given
        var relabelled = new LabelledReview(GOOD.id(), GOOD.text(), false);
        var rewritten = new LabelledReview(GOOD.id(), GOOD.text() + " ", true);

        // When
        var hashes = List.of(
                ReviewDataset.of(List.of(GOOD, BAD), List.of()).sha256(),
                ReviewDataset.of(List.of(relabelled, BAD), List.of()).sha256(),
                ReviewDataset.of(List.of(rewritten, BAD), List.of()).sha256(),
                ReviewDataset.of(List.of(GOOD), List.of(BAD)).sha256(),
                ReviewDataset.of(List.of(BAD, GOOD), List.of()).sha256());

        // Then
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void shouldNotChangeWhenGivenListsChange() {
        // Given
        var training = new ArrayList<>(List.of(GOOD));
        var dataset = ReviewDataset.of(training, List.of());

        // When
        training.add(BAD);

        // Then
        assertThat(dataset.training()).containsExactly(GOOD);
    }

    @Test
    void shouldRejectHashWhenNotHex() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReviewDataset(List.of(GOOD), List.of(BAD), "c40f"))
                .withMessageContaining("64 lower-case hex digits");
    }

    @Test
    void shouldPrintCountsAndHashOnly() {
        // Given
        var dataset = ReviewDataset.of(List.of(GOOD, BAD), List.of());

        // When
        var printed = dataset.toString();

        // Then
        assertThat(printed).isEqualTo("ReviewDataset[training=2, test=0, sha256=" + dataset.sha256() + "]");
    }

    @Test
    void shouldHoldOutShareOfEachLabel() {
        // Given
        var dataset = ReviewDataset.of(reviews(60, 40), List.of());

        // When
        var parted = dataset.withTestHeldOut(0.2, 42);

        // Then
        assertThat(parted.training())
                .hasSize(80)
                .filteredOn(LabelledReview::positive)
                .hasSize(48);
        assertThat(parted.test())
                .hasSize(20)
                .filteredOn(LabelledReview::positive)
                .hasSize(12);
        assertThat(parted.training()).doesNotContainAnyElementsOf(parted.test());
    }

    @Test
    void shouldKeepOrderOfHalvesWhenHoldingOut() {
        // Given
        var reviews = reviews(30, 30);

        // When
        var parted = ReviewDataset.of(reviews, List.of()).withTestHeldOut(0.5, 42);

        // Then
        assertThat(parted.training()).isSubsetOf(reviews).isSortedAccordingTo(orderOf(reviews));
        assertThat(parted.test()).isSubsetOf(reviews).isSortedAccordingTo(orderOf(reviews));
    }

    @Test
    void shouldHoldOutSameReviewsWhenSeedIsSame() {
        // Given
        var dataset = ReviewDataset.of(reviews(60, 40), List.of());

        // When
        var parted = dataset.withTestHeldOut(0.2, 42);

        // Then
        assertThat(parted).isEqualTo(dataset.withTestHeldOut(0.2, 42));
        assertThat(parted.test()).isNotEqualTo(dataset.withTestHeldOut(0.2, 43).test());
    }

    @Test
    void shouldRehashWhenHoldingOut() {
        // Given
        var dataset = ReviewDataset.of(reviews(5, 5), List.of());

        // When
        var parted = dataset.withTestHeldOut(0.2, 42);

        // Then
        assertThat(parted.sha256())
                .isNotEqualTo(dataset.sha256())
                .isEqualTo(ReviewDataset.of(parted.training(), parted.test()).sha256());
    }

    @ParameterizedTest(name = "share {0} of 2 and 3 reviews holds out {1}")
    @CsvSource({"0.0001, 2", "0.5, 3", "0.9999, 3"})
    void shouldHoldOutAndKeepAtLeastOneOfEachLabel(double share, int heldOut) {
        // Given
        var dataset = ReviewDataset.of(reviews(2, 3), List.of());

        // When
        var parted = dataset.withTestHeldOut(share, 42);

        // Then
        assertThat(parted.test())
                .hasSize(heldOut)
                .extracting(LabelledReview::positive)
                .contains(true, false);
        assertThat(parted.training())
                .hasSize(5 - heldOut)
                .extracting(LabelledReview::positive)
                .contains(true, false);
    }

    @Test
    void shouldReturnItselfWhenTestHalfIsThere() {
        // Given
        var dataset = ReviewDataset.of(List.of(GOOD), List.of(BAD));

        // When
        var same = dataset.withTestHeldOut(0.2, 42);

        // Then
        assertThat(same).isSameAs(dataset);
    }

    @Test
    void shouldRefuseToHoldOutWhenLabelHasOneReview() {
        // Given
        var dataset = ReviewDataset.of(reviews(5, 1), List.of());

        // Then
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> dataset.withTestHeldOut(0.2, 42))
                .withMessageContaining("Of 1 negative reviews");
    }

    @ParameterizedTest(name = "share {0}")
    @ValueSource(doubles = {-0.1, 0, 1, 1.1, Double.NaN})
    void shouldRejectShareWhenNotBetweenZeroAndOne(double share) {
        // Given
        var dataset = ReviewDataset.of(reviews(5, 5), List.of());

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dataset.withTestHeldOut(share, 42))
                .withMessageContaining("share must lie between 0 and 1");
    }

    private static Comparator<LabelledReview> orderOf(List<LabelledReview> reviews) {
        return Comparator.comparingInt(reviews::indexOf);
    }

    private static List<LabelledReview> reviews(int positive, int negative) {
        return IntStream.range(0, positive + negative)
                .mapToObj(i -> new LabelledReview("line " + (i + 2), "Review " + i, i < positive))
                .toList();
    }
}
