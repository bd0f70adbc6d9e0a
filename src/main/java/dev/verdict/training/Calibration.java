package dev.verdict.training;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities can be taken at their word: of the reviews given 0.8, are eight in ten positive?
 *
 * @param bins the reliability diagram: 15 of equal width, the lowest probabilities first. A bin has its lower bound and
 *     not its upper one, but the last has 1.
 * @param expectedError the mean over all reviews of the distance between the share positive and the mean probability of
 *     the review's bin, in [0, 1]. It is measured on P(positive), as Naeini et al. do for two outcomes, with the number
 *     of bins of Guo et al.
 * @see <a href="https://doi.org/10.1609/aaai.v29i1.9602">Naeini, Cooper &amp; Hauskrecht 2015</a>
 * @see <a href="https://proceedings.mlr.press/v70/guo17a.html">Guo et al. 2017</a>
 */
public record Calibration(List<Bin> bins, double expectedError) {
    private static final int BINS = 15;

    public Calibration {
        bins = List.copyOf(bins);
    }

    /** @param meanProbability in [0, 1], like the share positive; both are NaN if the bin holds no reviews */
    public record Bin(int reviews, double meanProbability, double sharePositive) {}

    static Calibration of(double[] probabilities, boolean[] positive) {
        int[] reviews = new int[BINS];
        int[] positives = new int[BINS];
        double[] probabilitySums = new double[BINS];
        for (int i = 0; i < probabilities.length; i++) {
            int bin = EqualBins.of(probabilities[i], BINS);
            reviews[bin]++;
            positives[bin] += positive[i] ? 1 : 0;
            probabilitySums[bin] += probabilities[i];
        }
        var bins = new ArrayList<Bin>();
        double gaps = 0;
        for (int bin = 0; bin < BINS; bin++) {
            gaps += Math.abs(positives[bin] - probabilitySums[bin]);
            bins.add(
                    new Bin(reviews[bin], probabilitySums[bin] / reviews[bin], (double) positives[bin] / reviews[bin]));
        }
        return new Calibration(bins, gaps / probabilities.length);
    }
}
