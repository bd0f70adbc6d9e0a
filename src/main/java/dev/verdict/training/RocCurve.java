package dev.verdict.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The receiver operating characteristic: the rates of true and of false positives as the threshold falls from above the
 * highest probability to the lowest.
 *
 * @param points from (0, 0) to (1, 1), at most 200; empty if all reviews have one label. A point that was left out lies
 *     within 1/99 (sum of both differences) of one that was kept.
 * @param area under the curve before points were left out: the probability that a positive review is ranked above a
 *     negative one, where a tie counts half (which is what midranks give); NaN if all reviews have one label
 * @see <a href="https://doi.org/10.1148/radiology.143.1.7063747">Hanley &amp; McNeil 1982</a>
 */
public record RocCurve(List<Point> points, double area) {
    private static final int MAX_POINTS = 200;
    /** Both rates together grow from 0 to 2; the first and the last point come on top. */
    private static final double STEP = 2.0 / (MAX_POINTS - 2);

    public RocCurve {
        points = List.copyOf(points);
    }

    /** @param falsePositiveRate share of the negative reviews said to be positive; both rates are in [0, 1] */
    public record Point(double falsePositiveRate, double truePositiveRate) {
        private double distanceTo(Point other) {
            return Math.abs(falsePositiveRate - other.falsePositiveRate)
                    + Math.abs(truePositiveRate - other.truePositiveRate);
        }
    }

    static RocCurve of(double[] probabilities, boolean[] positive) {
        double[] positives = sorted(probabilities, positive, true);
        double[] negatives = sorted(probabilities, positive, false);
        if (positives.length == 0 || negatives.length == 0) {
            return new RocCurve(List.of(), Double.NaN);
        }
        var points = new ArrayList<>(List.of(new Point(0, 0)));
        int above = 0; // positives at or above the threshold
        int falsely = 0; // negatives at or above the threshold
        long twiceOrderedPairs = 0; // an integer, so that nothing is lost to rounding
        while (above < positives.length || falsely < negatives.length) {
            double threshold = Math.max(next(positives, above), next(negatives, falsely));
            int tiedPositives = countOf(threshold, positives, above);
            int tiedNegatives = countOf(threshold, negatives, falsely);
            twiceOrderedPairs += tiedNegatives * (2L * above + tiedPositives);
            above += tiedPositives;
            falsely += tiedNegatives;
            var point = new Point((double) falsely / negatives.length, (double) above / positives.length);
            if (point.distanceTo(points.getLast()) >= STEP) {
                points.add(point);
            }
        }
        var end = new Point(1, 1);
        if (!points.getLast().equals(end)) {
            points.add(end);
        }
        return new RocCurve(points, twiceOrderedPairs / (2.0 * positives.length * negatives.length));
    }

    /** The probabilities of the reviews of one label, in ascending order. */
    private static double[] sorted(double[] probabilities, boolean[] positive, boolean label) {
        double[] chosen = new double[probabilities.length];
        int count = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (positive[i] == label) {
                chosen[count++] = probabilities[i];
            }
        }
        Arrays.sort(chosen, 0, count);
        return Arrays.copyOf(chosen, count);
    }

    /** The highest probability that is not taken yet. */
    private static double next(double[] ascending, int taken) {
        return taken == ascending.length ? Double.NEGATIVE_INFINITY : ascending[ascending.length - 1 - taken];
    }

    private static int countOf(double value, double[] ascending, int taken) {
        int count = 0;
        while (next(ascending, taken + count) == value) {
            count++;
        }
        return count;
    }
}
