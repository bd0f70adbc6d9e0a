package dev.verdict.training;

import dev.verdict.model.ModelCard;
import dev.verdict.scoring.LstmInference;

import java.util.stream.IntStream;

/** How well a network does on labelled reviews. */
public final class Evaluation {
    private Evaluation() {}

    /** Scores on all cores; the figures do not depend on how many there are. */
    public static ModelCard.Figures evaluate(LstmInference network, EncodedReviews reviews) {
        return figures(probabilities(network, reviews), reviews);
    }

    /** P(positive) of each review, scored on all cores. */
    public static double[] probabilities(LstmInference network, EncodedReviews reviews) {
        return IntStream.range(0, reviews.size())
                .parallel()
                .mapToDouble(i -> network.probability(reviews.sequences()[i]))
                .toArray();
    }

    static ModelCard.Figures figures(double[] probabilities, EncodedReviews reviews) {
        var means = new RunningMeans();
        for (int i = 0; i < probabilities.length; i++) {
            means.add(probabilities[i], reviews.positive()[i]);
        }
        return new ModelCard.Figures(reviews.size(), means.loss(), means.accuracy());
    }
}
