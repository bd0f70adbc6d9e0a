package dev.verdict.training;

import dev.verdict.model.NetworkSettings;
import dev.verdict.text.TokenizerSettings;

/**
 * The settings of a training run.
 *
 * @param epochs passes over the training reviews, at least 1
 * @param batchSize reviews of a minibatch, at least 1
 * @param dropout share of the LSTM's inputs dropped in training, in [0, 1)
 * @param learningRate of Adam, above 0
 * @param seed of initial weights, dropout and the order of reviews
 */
public record TrainingConfig(
        TokenizerSettings tokenizer,
        NetworkSettings network,
        int epochs,
        int batchSize,
        double dropout,
        double learningRate,
        long seed) {

    public TrainingConfig {
        if (epochs < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "epochs and batchSize must be at least 1, not " + epochs + " and " + batchSize);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), not " + dropout);
        }
        if (!(learningRate > 0)) {
            throw new IllegalArgumentException("learningRate must be above 0, not " + learningRate);
        }
    }

    /** The Keras recipe for the IMDB reviews. */
    public static TrainingConfig kerasImdb(int epochs, long seed) {
        var tokenizer = TokenizerSettings.KERAS_IMDB;
        return new TrainingConfig(
                tokenizer, new NetworkSettings(tokenizer.indexCount(), 128, 128), epochs, 32, 0.2, 0.001, seed);
    }
}
