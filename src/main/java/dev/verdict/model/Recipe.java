package dev.verdict.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a network is trained. The artifact keeps it, so that the run can be done again; what the first artifacts did not have
 * is left out where it is 0, so that they can be written again as they are.
 *
 * @param name of the recipe as the command line knows it
 * @param epochs passes over the training reviews at most, at least 1
 * @param patience epochs without a better one, in the sense of {@code keep}, after which training ends; 0 never ends it
 *     early
 * @param keep which epoch's weights become the model
 * @param batchSize reviews of a minibatch, at least 1
 * @param learningRate of Adam, above 0
 * @param clipNorm length to which a longer gradient of a layer is shortened before Adam sees it; 0 for any length
 * @param dropout share of the LSTM's inputs that is dropped, in [0, 1)
 * @param recurrentDropout share of the LSTM's recurrent state that is dropped, in [0, 1)
 * @param implementation 1 for masks of their own for each gate, 2 for one mask for the four (Keras's numbers)
 * @param averagingDecay of the exponential average of the weights that becomes the model, taken every 10 batches, in
 *     [0, 1); 0 keeps the weights themselves
 * @param windowShare of the reviews longer than a window of which only that is read, at a random place, another one in every
 *     epoch, in [0, 1]
 * @param windowLength entries of such a window; 0, or more than the sequence has, for as many as those
 * @param validationShare of the training reviews that chooses the epoch instead of being trained on, in [0, 1); 0 leaves
 *     that to the test reviews, as the Keras example does
 * @param seed of initial weights, dropout, windows, the order of reviews and the choice of validation reviews
 */
public record Recipe(
        String name,
        int epochs,
        int patience,
        Keep keep,
        int batchSize,
        double learningRate,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) double clipNorm,
        double dropout,
        double recurrentDropout,
        int implementation,
        double averagingDecay,
        double windowShare,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int windowLength,
        double validationShare,
        long seed) {

    /** Which epoch's weights become the model. */
    public enum Keep {
        /** The one with the lowest validation loss. */
        BEST,
        /** The one with the highest validation accuracy. */
        MOST_ACCURATE,
        /** The last one. */
        LAST
    }

    public Recipe {
        requireAtLeast("epochs", epochs, 1);
        requireAtLeast("patience", patience, 0);
        requireAtLeast("batchSize", batchSize, 1);
        requireShare("dropout", dropout);
        requireShare("recurrentDropout", recurrentDropout);
        requireShare("averagingDecay", averagingDecay);
        requireShare("validationShare", validationShare);
        if (!(windowShare >= 0 && windowShare <= 1)) {
            throw new IllegalArgumentException("windowShare must be in [0, 1], not " + windowShare);
        }
        requireAtLeast("windowLength", windowLength, 0);
        if (!(clipNorm >= 0 && clipNorm < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("clipNorm must be at least 0 and finite, not " + clipNorm);
        }
        if (!(learningRate > 0)) {
            throw new IllegalArgumentException("learningRate must be above 0, not " + learningRate);
        }
        if (implementation != 1 && implementation != 2) {
            throw new IllegalArgumentException("implementation must be 1 or 2, not " + implementation);
        }
    }

    /**
     * The Keras example for the IMDB reviews to the letter: all training reviews are trained on, the test reviews are
     * validated on, the last epoch is kept.
     *
     * @see <a href="https://github.com/keras-team/keras/blob/2.2.4/examples/imdb_lstm.py">imdb_lstm.py</a>
     */
    public static Recipe keras(int epochs, long seed) {
        return new Recipe("keras", epochs, 0, Keep.LAST, 32, 0.001, 0, 0.2, 0.2, 1, 0, 0, 0, 0, seed);
    }

    /**
     * The same network and optimiser, with what was measured to help: long reviews are read at a random place, the weights
     * are averaged, and the best epoch is kept.
     */
    public static Recipe verdict(int epochs, long seed) {
        return new Recipe("verdict", epochs, 3, Keep.BEST, 32, 0.001, 0, 0.2, 0.2, 1, 0.98, 0.5, 0, 0.1, seed);
    }

    /**
     * The same for sequences of some hundred entries and tens of thousands of indices. Over so many time steps gradients can
     * explode, so that they are clipped; windows are shorter than the sequence; and as the loss rises while the accuracy still
     * does, that chooses the epoch.
     */
    public static Recipe large(int epochs, long seed) {
        return new Recipe(
                "verdict", epochs, 3, Keep.MOST_ACCURATE, 32, 0.001, 1, 0.2, 0.2, 1, 0.98, 0.5, 160, 0.1, seed);
    }

    /** This one with what another needed for networks of its size: which gradients are clipped, windows, and what is kept. */
    public Recipe sizedAs(Recipe other) {
        return new Recipe(
                name,
                epochs,
                patience,
                other.keep == Keep.LAST ? keep : other.keep,
                batchSize,
                learningRate,
                other.clipNorm,
                dropout,
                recurrentDropout,
                implementation,
                averagingDecay,
                windowShare,
                other.windowLength,
                validationShare,
                seed);
    }

    private static void requireAtLeast(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", not " + value);
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), not " + value);
        }
    }
}
