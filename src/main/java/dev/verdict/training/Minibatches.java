package dev.verdict.training;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.model.Recipe;
import dev.verdict.text.Tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The reviews that are trained on, in another order each epoch, a minibatch at a time. What an epoch brings depends on
 * seed and epoch alone, so that a run can go on after any of them.
 */
final class Minibatches {
    private final int[][] entries; // [review][start index and words of the whole text]
    private final boolean[] positive; // [review]
    private final Recipe recipe;
    private final int sequenceLength;
    private final int windowLength;

    Minibatches(List<LabelledReview> reviews, Tokenizer tokenizer, Recipe recipe) {
        this.entries = reviews.parallelStream()
                .map(review -> tokenizer.entries(review.text()))
                .toArray(int[][]::new);
        this.positive = EncodedReviews.labels(reviews);
        this.recipe = recipe;
        this.sequenceLength = tokenizer.settings().sequenceLength();
        this.windowLength =
                recipe.windowLength() == 0 ? sequenceLength : Math.min(recipe.windowLength(), sequenceLength);
    }

    /**
     * A few reviews.
     *
     * @param indices [minibatch][timeSteps], as floats since Deeplearning4j wants them so
     * @param labels [minibatch][1], 1 for positive
     * @param positive [minibatch]
     */
    record Minibatch(float[][] indices, float[][] labels, boolean[] positive) {}

    /** Takes minibatches until it has seen enough. */
    @FunctionalInterface
    interface MinibatchConsumer {
        /** @return whether to go on */
        boolean accept(Minibatch minibatch);
    }

    int reviews() {
        return positive.length;
    }

    /**
     * Hands out every review once, the last minibatch perhaps smaller than the others.
     *
     * @param epoch from 1
     */
    void forEach(int epoch, MinibatchConsumer consumer) {
        var random = new SplittableRandom(recipe.seed() + 0x9E3779B97F4A7C15L * epoch);
        int[] order = shuffled(random);
        int batchSize = recipe.batchSize();
        for (int from = 0; from < order.length; from += batchSize) {
            int[] reviews = Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
            if (!consumer.accept(minibatch(reviews, random))) {
                return;
            }
        }
    }

    private Minibatch minibatch(int[] reviews, SplittableRandom random) {
        var batch = new Minibatch(
                new float[reviews.length][sequenceLength], new float[reviews.length][1], new boolean[reviews.length]);
        for (int row = 0; row < reviews.length; row++) {
            read(entries[reviews[row]], random, batch.indices[row]);
            batch.positive[row] = positive[reviews[row]];
            batch.labels[row][0] = batch.positive[row] ? 1 : 0;
        }
        return batch;
    }

    /** The review's end, or a window of it, behind padding where that is shorter than the sequence. */
    private void read(int[] review, SplittableRandom random, float[] sequence) {
        boolean isWindow = review.length > windowLength && random.nextDouble() < recipe.windowShare();
        int length = Math.min(review.length, isWindow ? windowLength : sequenceLength);
        int surplus = review.length - length;
        int from = isWindow ? random.nextInt(surplus + 1) : surplus;
        int padding = sequenceLength - length;
        Arrays.fill(sequence, 0, padding, Tokenizer.PAD);
        for (int i = 0; i < length; i++) {
            sequence[padding + i] = review[from + i];
        }
    }

    /** Fisher and Yates's shuffle. */
    private int[] shuffled(SplittableRandom random) {
        int[] order = new int[positive.length];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
