package dev.verdict.model;

import dev.verdict.text.Tokenizer;
import dev.verdict.text.Vocabulary;

import java.time.Instant;
import java.util.List;

/** A trained model with all that scoring needs. Immutable. */
public record ModelArtifact(ModelVersion version, ModelCard card, Vocabulary vocabulary, LstmWeights weights) {

    /** What scoring will allocate at most for each of the LSTM's two states after the leading pads: 32 MiB. */
    private static final long MAX_PAD_STATES = 8L << 20;

    public ModelArtifact {
        if (!card.network().equals(weights.shape())) {
            throw new IllegalArgumentException(
                    "the weights are of shape " + weights.shape() + ", model.json says " + card.network());
        }
        long padStates =
                (card.tokenizer().sequenceLength() + 1L) * card.network().units();
        if (padStates > MAX_PAD_STATES) {
            throw new IllegalArgumentException(
                    "(sequenceLength + 1) x units = " + padStates + " is too large: at most " + MAX_PAD_STATES);
        }
    }

    /** Names the model by its content and the time at which it was trained. */
    public static ModelArtifact of(Instant trainedAt, ModelCard card, Vocabulary vocabulary, LstmWeights weights) {
        var content = ArtifactContent.of(card, vocabulary, weights);
        return new ModelArtifact(ModelVersion.of(trainedAt, content.sha256()), card, vocabulary, weights);
    }

    /**
     * The same model with samples for the self-test, made of its own vocabulary and scored by stock Deeplearning4j. As its
     * content is another, so is its version; the time in it stays.
     */
    public ModelArtifact withSamples() {
        ModelCard sampled = card.withSamples(SelfTestSamples.of(vocabulary, tokenizer(), weights));
        return withCard(sampled);
    }

    /** The same model that tells how its predictions are spread; as with samples, its version is another. */
    public ModelArtifact withPredictions(List<ModelCard.Bin> predictions) {
        return withCard(card.withPredictions(predictions));
    }

    private ModelArtifact withCard(ModelCard other) {
        var content = ArtifactContent.of(other, vocabulary, weights);
        return new ModelArtifact(version.withContent(content.sha256()), other, vocabulary, weights);
    }

    /** A tokenizer that makes the sequences which this model was trained on. */
    public Tokenizer tokenizer() {
        return new Tokenizer(vocabulary, card.tokenizer());
    }
}
