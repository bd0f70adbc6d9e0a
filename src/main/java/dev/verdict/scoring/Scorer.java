package dev.verdict.scoring;

import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.review.Label;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;

import java.util.List;

/**
 * One model, ready to score. Immutable: any number of threads may share it, and a review is always scored by one model
 * as a whole.
 */
public final class Scorer {
    private final ModelVersion model;
    private final Tokenizer tokenizer;
    private final LstmInference network;

    public Scorer(ModelArtifact artifact) {
        this.model = artifact.version();
        this.tokenizer = artifact.tokenizer();
        this.network = new LstmInference(
                artifact.weights(), artifact.card().tokenizer().sequenceLength());
    }

    /** The model's version. */
    public ModelVersion model() {
        return model;
    }

    /** What the model makes of each review, in their order. One that fails makes the whole call fail. */
    public List<Sentiment> score(List<Review> reviews) {
        return reviews.stream().map(this::score).toList();
    }

    /** What the model makes of the review. */
    public Sentiment score(Review review) {
        TokenSequence sequence = tokenizer.encode(review.text());
        double probability = network.probability(sequence);
        return new Sentiment(
                review.id(),
                review.subject(),
                Label.of(probability),
                probability,
                sequence.words(),
                sequence.knownWords(),
                sequence.truncated(),
                model.value());
    }
}
