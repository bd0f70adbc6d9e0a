package dev.verdict.trend;

import java.util.Arrays;

/**
 * Cumulative counts of a histogram: so many values were at most so many milliseconds.
 *
 * @param total of all values, those beyond the last bound included
 */
record LatencyBuckets(double[] boundsMillis, double[] counts, double total) {
    static final LatencyBuckets NONE = new LatencyBuckets(new double[0], new double[0], 0);

    /** What came since an earlier state of the same histogram. */
    LatencyBuckets since(LatencyBuckets earlier) {
        if (earlier.counts.length != counts.length) {
            return this;
        }
        double[] differences = new double[counts.length];
        Arrays.setAll(differences, i -> counts[i] - earlier.counts[i]);
        return new LatencyBuckets(boundsMillis, differences, total - earlier.total);
    }

    /**
     * The quantile, taking the values of a bucket as spread evenly over it; the last bound if it lies beyond.
     *
     * @param quantile in (0, 1]
     * @return null if there are no values
     */
    Double quantile(double quantile) {
        if (total <= 0 || counts.length == 0) {
            return null;
        }
        double rank = quantile * total;
        double lower = 0;
        double below = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] >= rank) {
                return lower + (boundsMillis[i] - lower) * (rank - below) / (counts[i] - below);
            }
            lower = boundsMillis[i];
            below = counts[i];
        }
        return lower;
    }
}
