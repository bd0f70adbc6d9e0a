package dev.verdict.cli;

import dev.verdict.model.NetworkSettings;
import dev.verdict.model.Recipe;
import dev.verdict.network.RecurrentActivation;
import dev.verdict.text.TokenizerSettings;
import picocli.CommandLine.Option;

import java.util.Optional;

/** How a network is trained: a recipe, and single settings of it that are given another value. */
final class RecipeOptions {
    private static final int EMBEDDING_SIZE = 128;
    private static final int UNITS = 128;

    private enum Name {
        verdict,
        keras
    }

    private enum Preset {
        standard(TokenizerSettings.KERAS_IMDB),
        large(new TokenizerSettings(20_000, 400));

        private final TokenizerSettings tokenizer;

        Preset(TokenizerSettings tokenizer) {
            this.tokenizer = tokenizer;
        }
    }

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            defaultValue = "verdict",
            description = "verdict: keeps a part of the training reviews back and the best epoch on it; "
                    + "keras: the Keras example to the letter. One of: ${COMPLETION-CANDIDATES}.")
    private Name name;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "standard",
            description =
                    "standard: 2,000 indices, 80 time steps; large: 20,000 and 400, with clipped gradients, shorter windows and "
                            + "the most accurate epoch kept.")
    private Preset preset;

    @Option(
            names = "--indices",
            paramLabel = "N",
            description = "Indices of the network, three of them special (2,000).")
    private Integer indexCount;

    @Option(
            names = "--length",
            paramLabel = "N",
            description = "Time steps: so many of a review's last entries count (80).")
    private Integer sequenceLength;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "15", description = "Passes over the reviews at most.")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of initial weights, dropout, the order of reviews and the validation split.")
    private long seed;

    @Option(names = "--batch-size", paramLabel = "N", description = "Reviews of a minibatch (32).")
    private Integer batchSize;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Of Adam (0.001).")
    private Double learningRate;

    @Option(
            names = "--clip-norm",
            paramLabel = "X",
            description = "Longer gradients of a layer are shortened to that; 0 for none (0; large: 1).")
    private Double clipNorm;

    @Option(names = "--dropout", paramLabel = "X", description = "Share of the LSTM's inputs dropped (0.2).")
    private Double dropout;

    @Option(names = "--recurrent-dropout", paramLabel = "X", description = "Share of its state dropped (0.2).")
    private Double recurrentDropout;

    @Option(
            names = "--implementation",
            paramLabel = "1|2",
            description = "1: a dropout mask for each gate (the default); 2: one for all four.")
    private Integer implementation;

    @Option(
            names = "--recurrent-activation",
            paramLabel = "NAME",
            defaultValue = "SIGMOID",
            description = "Of the gates. One of: ${COMPLETION-CANDIDATES}.")
    private RecurrentActivation recurrentActivation;

    @Option(
            names = "--averaging-decay",
            paramLabel = "X",
            description = "Of the exponential average of the weights; 0 for none.")
    private Double averagingDecay;

    @Option(
            names = "--window-share",
            paramLabel = "X",
            description =
                    "Of the reviews longer than a window that are read at a random place, another in every epoch.")
    private Double windowShare;

    @Option(
            names = "--window-length",
            paramLabel = "N",
            description = "Entries that are read there; 0 for as many as there are time steps (0; large: 160).")
    private Integer windowLength;

    @Option(
            names = "--validation-share",
            paramLabel = "X",
            description =
                    "Of the training reviews that the epochs are compared on; 0 compares them on the test reviews.")
    private Double validationShare;

    @Option(
            names = "--keep",
            paramLabel = "EPOCH",
            description =
                    "Which epoch becomes the model: BEST by validation loss, MOST_ACCURATE by validation accuracy, or LAST.")
    private Recipe.Keep keep;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Epochs without a better one before it ends; 0 goes on to the last.")
    private Integer patience;

    /** @throws IllegalArgumentException naming a setting that is out of bounds */
    TokenizerSettings tokenizer() {
        return new TokenizerSettings(
                given(indexCount, preset.tokenizer.indexCount()),
                given(sequenceLength, preset.tokenizer.sequenceLength()));
    }

    /** @throws IllegalArgumentException naming a setting that is out of bounds */
    NetworkSettings network() {
        return new NetworkSettings(tokenizer().indexCount(), EMBEDDING_SIZE, UNITS, recurrentActivation);
    }

    /** @throws IllegalArgumentException naming a setting that is out of bounds */
    Recipe recipe() {
        Recipe base = switch (name) {
            case verdict ->
                switch (preset) {
                    case standard -> Recipe.verdict(epochs, seed);
                    case large -> Recipe.large(epochs, seed);
                };
            case keras -> Recipe.keras(epochs, seed);
        };
        return new Recipe(
                base.name(),
                epochs,
                given(patience, base.patience()),
                given(keep, base.keep()),
                given(batchSize, base.batchSize()),
                given(learningRate, base.learningRate()),
                given(clipNorm, base.clipNorm()),
                given(dropout, base.dropout()),
                given(recurrentDropout, base.recurrentDropout()),
                given(implementation, base.implementation()),
                given(averagingDecay, base.averagingDecay()),
                given(windowShare, base.windowShare()),
                given(windowLength, base.windowLength()),
                given(validationShare, base.validationShare()),
                seed);
    }

    private static <T> T given(T value, T otherwise) {
        return Optional.ofNullable(value).orElse(otherwise);
    }
}
