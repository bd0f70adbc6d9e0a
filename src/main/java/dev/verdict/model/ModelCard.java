package dev.verdict.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.verdict.text.TokenizerSettings;

import java.util.List;

/**
 * What an artifact says of itself: {@code model.json}. It holds no time and no duration, so that the same training run
 * gives the same bytes.
 *
 * @param formatVersion of this file; a reader refuses one that it does not know
 * @param tokenizer how texts become sequences
 * @param network its sizes
 * @param recipe how it was trained
 * @param data what it was trained on
 * @param epochs a row per epoch, the first epoch first
 * @param chosenEpoch the epoch whose weights these are, from 1
 * @param partial whether the run was stopped before its end
 * @param test figures on the test half
 * @param predictions how its probabilities are spread over the test half: bins of equal width, the lowest first. A bin has its
 *     lower bound and not its upper one, but the last has 1. As there is an even number of them, the threshold 0.5 is a bound.
 *     None in artifacts that do not tell.
 * @param samples for the self-test, at most 64; none in artifacts that bring no such test
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCard(
        int formatVersion,
        TokenizerSettings tokenizer,
        NetworkSettings network,
        Recipe recipe,
        Data data,
        List<Epoch> epochs,
        int chosenEpoch,
        boolean partial,
        Figures test,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Bin> predictions,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Sample> samples) {
    public static final int FORMAT_VERSION = 1;

    /** Whoever made the artifact must not keep others from starting. */
    private static final int MAX_SAMPLES = 64;

    private static final int MAX_BINS = 100;

    public ModelCard {
        if (formatVersion != FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "format version " + formatVersion + " is not known here; this Verdict reads " + FORMAT_VERSION);
        }
        if (tokenizer == null || network == null || recipe == null || data == null || epochs == null || test == null) {
            throw new IllegalArgumentException("tokenizer, network, recipe, data, epochs and test must all be there");
        }
        if (tokenizer.indexCount() != network.indexCount()) {
            throw new IllegalArgumentException("tokenizer and network disagree on indexCount: " + tokenizer.indexCount()
                    + " and " + network.indexCount());
        }
        epochs = List.copyOf(epochs);
        predictions = predictions == null ? List.of() : List.copyOf(predictions);
        if (predictions.size() > MAX_BINS || predictions.size() % 2 != 0) {
            throw new IllegalArgumentException("there are " + predictions.size()
                    + " bins of predictions: it must be an even number of at most " + MAX_BINS);
        }
        samples = samples == null ? List.of() : List.copyOf(samples);
        if (samples.size() > MAX_SAMPLES) {
            throw new IllegalArgumentException(
                    "there are " + samples.size() + " samples for the self-test: at most " + MAX_SAMPLES);
        }
    }

    /** The card with these samples instead of its own. */
    public ModelCard withSamples(List<Sample> others) {
        return new ModelCard(
                formatVersion,
                tokenizer,
                network,
                recipe,
                data,
                epochs,
                chosenEpoch,
                partial,
                test,
                predictions,
                others);
    }

    /** The card with these predictions instead of its own. */
    public ModelCard withPredictions(List<Bin> others) {
        return new ModelCard(
                formatVersion, tokenizer, network, recipe, data, epochs, chosenEpoch, partial, test, others, samples);
    }

    /**
     * The reviews of a run.
     *
     * @param sha256 hash of all of them
     * @param trainingReviews trained on
     * @param validationReviews that the epochs were compared on
     */
    public record Data(String sha256, int trainingReviews, int validationReviews) {
        public Data {
            if (sha256 == null) {
                throw new IllegalArgumentException("the data's sha256 must be there");
            }
        }
    }

    /** @param epoch from 1; loss is the mean binary cross-entropy; training figures are means over the epoch's batches */
    public record Epoch(int epoch, double loss, double accuracy, double validationLoss, double validationAccuracy) {}

    /** @param loss mean binary cross-entropy; accuracy at the threshold 0.5, in [0, 1] */
    public record Figures(int reviews, double loss, double accuracy) {}

    /**
     * Test reviews whose probabilities lie close together.
     *
     * @param positive those that are positive, whatever was said of them
     * @param meanProbability of all of them, in [0, 1]; 0 if there are none
     */
    public record Bin(int positive, int negative, double meanProbability) {
        public Bin {
            if (positive < 0 || negative < 0 || !(meanProbability >= 0 && meanProbability <= 1)) {
                throw new IllegalArgumentException(
                        "a bin of predictions must have counts of at least 0 and a mean probability in [0, 1]");
            }
        }
    }

    /**
     * What the model must make of a text.
     *
     * @param probability P(positive), in [0, 1]
     */
    public record Sample(String text, double probability) {
        public Sample {
            if (text == null || !(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a sample must have a text and a probability in [0, 1]");
            }
        }
    }
}
