package dev.verdict.training;

import dev.verdict.model.ModelCard;
import dev.verdict.review.Label;
import dev.verdict.scoring.LstmInference;

import java.util.stream.IntStream;

/** How well a network does on labelled reviews. */
public final class Evaluation {
    private Evaluation() {}

    /** Scores on all cores; the figures do not depend on how many there are. */
    public static ModelCard.Figures evaluate(LstmInference network, EncodedReviews reviews) {
        double[] probabilities = probabilities(network, reviews);
        var sums = new RunningMeans();
        for (int i = 0; i < probabilities.length; i++) {
            sums.add(probabilities[i], reviews.positive()[i]);
        }
        return new ModelCard.Figures(reviews.size(), sums.loss(), sums.accuracy());
    }

    /** P(positive) of each review, in their order; scored on all cores. */
    public static double[] probabilities(LstmInference network, EncodedReviews reviews) {
        return IntStream.range(0, reviews.size())
                .parallel()
                .mapToDouble(i -> network.probability(reviews.sequences()[i]))
                .toArray();
    }

    /** Mean loss and accuracy of the predictions added so far. */
    static final class RunningMeans {
        private double lossSum;
        private int correct;
        private int count;

        void add(double probability, boolean positive) {
            lossSum += BinaryCrossEntropy.of(probability, positive);
            correct += (Label.of(probability) == Label.POSITIVE) == positive ? 1 : 0;
            count++;
        }

        double loss() {
            return lossSum / count;
        }

        double accuracy() {
            return (double) correct / count;
        }

        int count() {
            return count;
        }
    }
}
