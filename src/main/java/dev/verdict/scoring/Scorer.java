package dev.verdict.scoring;

import dev.verdict.inference.LstmInference;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.review.Label;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One model, ready to score. Immutable: any number of threads may share it without locks, and a review is always scored
 * by one model as a whole. A review's verdict does not depend on what is scored beside it.
 *
 * <p>Memory: that of the vocabulary and of {@link LstmInference}, scratch memory of bounded size included; a call keeps
 * nothing.
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

    /** Begins what {@link #warmUp} waits for, for whoever is about to read the first model of this JVM. Returns at once. */
    public static void beginWarmUp() {
        LstmInference.beginWarmUp();
    }

    /** The model's version. */
    public ModelVersion model() {
        return model;
    }

    /** How the model reads texts. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Blocks until it scores at full speed. */
    public void warmUp() {
        network.warmUp();
    }

    /** What the model makes of each review, in their order, on this thread. Faster than one by one. One that fails makes the whole call fail. */
    public List<Sentiment> score(List<Review> reviews) {
        List<TokenSequence> sequences =
                reviews.stream().map(review -> tokenizer.encode(review.text())).toList();
        double[] probabilities = network.probabilities(sequences);
        return IntStream.range(0, probabilities.length)
                .mapToObj(i -> sentiment(reviews.get(i), sequences.get(i), probabilities[i]))
                .toList();
    }

    /** What the model makes of the review. */
    public Sentiment score(Review review) {
        TokenSequence sequence = tokenizer.encode(review.text());
        return sentiment(review, sequence, network.probability(sequence));
    }

    /** P(positive) of each sequence, in their order; they come from {@link #tokenizer}. */
    public double[] probabilities(List<TokenSequence> sequences) {
        return network.probabilities(sequences);
    }

    private Sentiment sentiment(Review review, TokenSequence sequence, double probability) {
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
