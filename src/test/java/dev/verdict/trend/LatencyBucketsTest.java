package dev.verdict.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyBucketsTest {
    private static final LatencyBuckets BUCKETS =
            new LatencyBuckets(new double[] {10, 20, 50}, new double[] {50, 90, 98}, 100);

    @ParameterizedTest
    @CsvSource({"0.25, 5", "0.5, 10", "0.7, 15", "0.9, 20", "0.94, 35", "0.98, 50", "0.99, 50", "1, 50"})
    void shouldSpreadValuesEvenlyOverTheirBucketWhenQuantileIsAsked(double quantile, double millis) {
        assertThat(BUCKETS.quantile(quantile)).isCloseTo(millis, within(1e-9));
    }

    @Test
    void shouldHaveNoQuantileWhenThereAreNoValues() {
        assertThat(BUCKETS.since(BUCKETS).quantile(0.5)).isNull();
        assertThat(LatencyBuckets.NONE.quantile(0.5)).isNull();
    }

    @Test
    void shouldCountOnlyWhatCameWhenAnEarlierStateIsTakenOff() {
        // Given
        var earlier = new LatencyBuckets(new double[] {10, 20, 50}, new double[] {50, 50, 50}, 50);

        // When
        LatencyBuckets recent = BUCKETS.since(earlier);

        // Then
        assertThat(recent.total()).isEqualTo(50);
        assertThat(recent.counts()).containsExactly(0, 40, 48);
        assertThat(BUCKETS.since(LatencyBuckets.NONE)).isSameAs(BUCKETS);
    }
}
