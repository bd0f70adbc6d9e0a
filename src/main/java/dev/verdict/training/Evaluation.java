package dev.verdict.training;

import dev.verdict.inference.LstmInference;
import dev.verdict.model.ModelCard;
import dev.verdict.text.TokenSequence;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How well a network does on labelled reviews. */
public final class Evaluation {
    private static final int REVIEWS_AT_ONCE = 512;
    private static final int BINS = 20;

    private Evaluation() {}

    /** Scores on all cores; the figures do not depend on how many there are. */
    public static ModelCard.Figures evaluate(LstmInference network, EncodedReviews reviews) {
        return figures(probabilities(network, reviews), reviews);
    }

    /** P(positive) of each review, scored on all cores. */
    public static double[] probabilities(LstmInference network, EncodedReviews reviews) {
        network.warmUp();
        List<TokenSequence> sequences = Arrays.asList(reviews.sequences());
        return IntStream.range(0, Math.ceilDiv(reviews.size(), REVIEWS_AT_ONCE))
                .parallel()
                .mapToObj(batch -> network.probabilities(sequences.subList(
                        batch * REVIEWS_AT_ONCE, Math.min((batch + 1) * REVIEWS_AT_ONCE, reviews.size()))))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /** Mean loss and accuracy of these probabilities. */
    public static ModelCard.Figures figures(double[] probabilities, EncodedReviews reviews) {
        var means = new RunningMeans();
        for (int i = 0; i < probabilities.length; i++) {
            means.add(probabilities[i], reviews.positive()[i]);
        }
        return new ModelCard.Figures(reviews.size(), means.loss(), means.accuracy());
    }

    /** How these probabilities are spread, by what is true. */
    public static List<ModelCard.Bin> spread(double[] probabilities, EncodedReviews reviews) {
        int[] positives = new int[BINS];
        int[] negatives = new int[BINS];
        double[] sums = new double[BINS];
        for (int i = 0; i < probabilities.length; i++) {
            int bin = EqualBins.of(probabilities[i], BINS);
            (reviews.positive()[i] ? positives : negatives)[bin]++;
            sums[bin] += probabilities[i];
        }
        return IntStream.range(0, BINS)
                .mapToObj(bin -> {
                    int count = positives[bin] + negatives[bin];
                    return new ModelCard.Bin(positives[bin], negatives[bin], count == 0 ? 0 : sums[bin] / count);
                })
                .toList();
    }
}
