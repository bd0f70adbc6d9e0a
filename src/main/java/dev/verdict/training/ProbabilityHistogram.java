package dev.verdict.training;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many reviews of each label were given which probability.
 *
 * @param bins 20 of equal width, the lowest probabilities first. A bin has its lower bound and not its upper one, but
 *     the last has 1.
 */
public record ProbabilityHistogram(List<Bin> bins) {
    private static final int BINS = 20;

    public ProbabilityHistogram {
        bins = List.copyOf(bins);
    }

    /** @param positive reviews that are positive, whatever was said of them */
    public record Bin(int positive, int negative) {}

    static ProbabilityHistogram of(double[] probabilities, boolean[] positive) {
        int[] positives = new int[BINS];
        int[] negatives = new int[BINS];
        for (int i = 0; i < probabilities.length; i++) {
            (positive[i] ? positives : negatives)[EqualBins.of(probabilities[i], BINS)]++;
        }
        return new ProbabilityHistogram(IntStream.range(0, BINS)
                .mapToObj(bin -> new Bin(positives[bin], negatives[bin]))
                .toList());
    }
}
