package dev.verdict.training;

import dev.verdict.review.Label;

/**
 * How good predictions of two labels are. Immutable, and of a fixed size however many reviews it was made of.
 *
 * @param reviews at least 1
 * @param loss mean binary cross-entropy in nats, probabilities clipped as in Keras
 * @param accuracy share of right labels at the threshold 0.5, in [0, 1]
 * @param brierScore mean squared distance between probability and label (1 = positive, 0 = negative), in [0, 1]
 * @see <a href="https://doi.org/10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2">Brier 1950</a>
 */
public record BinaryMetrics(
        int reviews,
        double loss,
        double accuracy,
        double brierScore,
        ConfusionMatrix confusion,
        RocCurve roc,
        Calibration calibration,
        ProbabilityHistogram histogram) {

    /**
     * @param probabilities P(positive), in [0, 1]
     * @param positive the label, at the same place
     * @throws IllegalArgumentException if there are none, not as many labels, or one that is not in [0, 1]
     */
    public static BinaryMetrics of(double[] probabilities, boolean[] positive) {
        requireProbabilities(probabilities, positive);
        var means = new RunningMeans();
        double squares = 0;
        int[][] counts = new int[2][2]; // [truth][verdict], 1 = positive
        for (int i = 0; i < probabilities.length; i++) {
            means.add(probabilities[i], positive[i]);
            double distance = probabilities[i] - (positive[i] ? 1 : 0);
            squares += distance * distance;
            counts[positive[i] ? 1 : 0][Label.of(probabilities[i]) == Label.POSITIVE ? 1 : 0]++;
        }
        return new BinaryMetrics(
                probabilities.length,
                means.loss(),
                means.accuracy(),
                squares / probabilities.length,
                new ConfusionMatrix(counts[1][1], counts[0][1], counts[0][0], counts[1][0]),
                RocCurve.of(probabilities, positive),
                Calibration.of(probabilities, positive),
                ProbabilityHistogram.of(probabilities, positive));
    }

    /** Area under the ROC curve, in [0, 1]; NaN if all reviews have one label. */
    public double auc() {
        return roc.area();
    }

    /** The expected calibration error, in [0, 1]. */
    public double calibrationError() {
        return calibration.expectedError();
    }

    private static void requireProbabilities(double[] probabilities, boolean[] positive) {
        if (probabilities.length == 0 || probabilities.length != positive.length) {
            throw new IllegalArgumentException("there must be as many probabilities as labels and at least one, not "
                    + probabilities.length + " and " + positive.length);
        }
        for (int i = 0; i < probabilities.length; i++) {
            if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
                throw new IllegalArgumentException(
                        "probabilities must be in [0, 1], not " + probabilities[i] + " at position " + i);
            }
        }
    }
}
