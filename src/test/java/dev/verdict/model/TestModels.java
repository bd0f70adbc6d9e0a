package dev.verdict.model;

import dev.verdict.model.ModelCard.Sample;
import dev.verdict.review.Review;
import dev.verdict.scoring.Scorer;
import dev.verdict.text.TokenizerSettings;
import dev.verdict.text.Vocabulary;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Small models with random weights, the same for the same seed. They know nothing of sentiment. */
public final class TestModels {
    public static final Instant TRAINED_AT = Instant.parse("2026-11-23T20:45:00Z");

    private static final int SEQUENCE_LENGTH = 80;

    private TestModels() {}

    /** Eight words, 12 indices, embedding of 5, 3 units, sequences of 80. */
    public static ModelArtifact small(long seed) {
        var vocabulary = new Vocabulary(List.of("the", "film", "was", "good", "bad", "don't", "été", "😀"));
        return random(new NetworkSettings(12, 5, 3), vocabulary, seed);
    }

    /** A model in which each of these words, in rank order, has an index; any other word is unknown. */
    public static ModelArtifact withWords(String... words) {
        return random(new NetworkSettings(words.length + 4, 5, 3), new Vocabulary(List.of(words)), 1);
    }

    /** Random weights of that shape. */
    public static ModelArtifact random(NetworkSettings shape, Vocabulary vocabulary, long seed) {
        return ModelArtifact.of(TRAINED_AT, card(shape), vocabulary, weights(shape, seed));
    }

    /**
     * The same with samples for the self-test, scored by our own engine: stock Deeplearning4j's native library can be loaded by one
     * class loader of a JVM only, and Quarkus's tests have some.
     */
    public static ModelArtifact sampled(ModelArtifact model) {
        var scorer = new Scorer(model);
        List<Sample> samples = Stream.of("good", "the film was bad", "good ".repeat(100))
                .map(text ->
                        new Sample(text, scorer.score(new Review("", text, "")).probability()))
                .toList();
        return ModelArtifact.of(TRAINED_AT, model.card().withSamples(samples), model.vocabulary(), model.weights());
    }

    public static ModelCard card(NetworkSettings shape) {
        return new ModelCard(
                ModelCard.FORMAT_VERSION,
                new TokenizerSettings(shape.indexCount(), SEQUENCE_LENGTH),
                shape,
                Recipe.keras(2, 42),
                new ModelCard.Data("0".repeat(64), 25_000, 25_000),
                List.of(new ModelCard.Epoch(1, 0.5, 0.75, 0.45, 0.8), new ModelCard.Epoch(2, 0.4, 0.82, 0.38, 0.83)),
                2,
                false,
                new ModelCard.Figures(25_000, 0.38, 0.83),
                List.of(),
                List.of());
    }

    /** Kernels as Glorot draws them, embeddings in [-1, 1) so that every word makes a difference. */
    public static LstmWeights weights(NetworkSettings shape, long seed) {
        var random = new SplittableRandom(seed);
        int units = shape.units();
        float[] bias = uniform(random, shape.gateColumns(), 0.1);
        for (int unit = 0; unit < units; unit++) {
            bias[units + unit] += 1; // forget gate
        }
        return new LstmWeights(
                shape,
                uniform(random, shape.indexCount() * shape.embeddingSize(), 1),
                uniform(random, shape.embeddingSize() * 4 * units, glorot(shape.embeddingSize(), units)),
                uniform(random, units * 4 * units, glorot(units, units)),
                bias,
                uniform(random, units, glorot(units, 1)),
                (float) random.nextDouble(-0.1, 0.1));
    }

    private static double glorot(int inputs, int outputs) {
        return Math.sqrt(6.0 / (inputs + outputs));
    }

    private static float[] uniform(RandomGenerator random, int length, double limit) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-limit, limit);
        }
        return values;
    }
}
