package dev.verdict.scoring;

import dev.verdict.model.ModelCard;
import dev.verdict.model.ModelCard.Sample;
import dev.verdict.review.Review;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tries a model on the samples that its artifact brings along: texts, and the probabilities that Deeplearning4j gave them
 * when the artifact was made. Holds tokeniser and network at once.
 */
public record SelfTest(List<Sample> samples) {
    /** Of float32 sums in another order: as the engine's own tests allow. */
    private static final double TOLERANCE = 1e-5;

    /** The test of a model; an artifact without samples passes. */
    public static SelfTest of(ModelCard card) {
        return new SelfTest(card.samples());
    }

    /** What the scorer gets wrong, if anything. */
    public Optional<String> failure(Scorer scorer) {
        List<Review> reviews = samples.stream()
                .map(sample -> new Review("", sample.text(), ""))
                .toList();
        var sentiments = scorer.score(reviews);
        for (int i = 0; i < samples.size(); i++) {
            double expected = samples.get(i).probability();
            double actual = sentiments.get(i).probability();
            if (!(Math.abs(actual - expected) <= TOLERANCE)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "its self-test fails: sample %d of %d gives %.6f, not %.6f",
                        i + 1,
                        samples.size(),
                        actual,
                        expected));
            }
        }
        return Optional.empty();
    }
}
