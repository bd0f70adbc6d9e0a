package dev.verdict.inference;

import dev.verdict.model.LstmWeights;
import dev.verdict.network.RecurrentActivation;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The network's forward pass at inference, float32. Immutable, for any number of threads, without locks; a call allocates
 * nothing but its result.
 *
 * <p>Two shortcuts change nothing but rounding: the embedding is multiplied into the input kernel once (bias folded in),
 * so that an index's share of the gates is a row of a table; and the states after 0, 1, 2, ... leading pads, which are
 * the same for every review, are computed once, so that only what follows the pads costs anything.
 *
 * <p>A review's probability is the same to the last bit whether it is scored alone or among others, in whatever order, by
 * whichever {@link Kernels}.
 *
 * <p>Equations: {@code i = r(z_i), f = r(z_f), o = r(z_o), c' = f * c + i * tanh(z_c), h' = o * tanh(c')} with
 * {@code z = x W + h U + b}; probability {@code s(h w + d)}; s is the logistic function and r the recurrent activation.
 *
 * <p>Memory: the table, {@code 16 * indexCount} bytes a unit; the recurrent kernel, {@code 16 * units} bytes a unit; the states
 * after pads, {@code 8 * (sequenceLength + 1)} bytes a unit; and scratch memory, {@code 768} bytes a unit and 32 KiB, for each
 * call that is under way, of which at most two a processor are kept. Units count as padded to a multiple of the vector's
 * lanes (32 without the Vector API). That is 4.7 MB and 130 KB of scratch for the bundled model.
 *
 * @see <a href="https://doi.org/10.1162/089976600300015015">Gers, Schmidhuber &amp; Cummins 2000</a>
 */
public final class LstmInference {
    /** So often that the compiler has seen enough of what is around the loops (some thousands of steps). */
    private static final int WARM_UP_ROUNDS = 60;

    private static final int WARM_UP_BATCH = 8;

    private final int sequenceLength;
    private final PackedWeights weights;
    private final WarmingKernels kernels;
    private final Recurrence recurrence;
    private final ScratchPool scratches;

    /** @param sequenceLength time steps of the sequences to come */
    public LstmInference(LstmWeights weights, int sequenceLength) {
        this(weights, sequenceLength, WarmingKernels.fastest(weights.shape().recurrentActivation()));
    }

    LstmInference(LstmWeights weights, int sequenceLength, WarmingKernels kernels) {
        this.sequenceLength = sequenceLength;
        this.kernels = kernels;
        int lanes = kernels.current().lanes();
        this.weights = new PackedWeights(weights, lanes);
        this.recurrence = new Recurrence(this.weights, sequenceLength, Tokenizer.PAD, kernels.current());
        this.scratches = new ScratchPool(() -> new Scratch(this.weights.paddedUnits, lanes));
    }

    /** P(positive), in [0, 1]. */
    public double probability(TokenSequence sequence) {
        Scratch scratch = scratches.take();
        take(sequence, 0, scratch);
        recurrence.run(1, scratch, kernels.current());
        double probability = probability(scratch.hidden, 0);
        scratches.giveBack(scratch);
        return probability;
    }

    /** P(positive) of each sequence, in [0, 1] and in their order. Fastest for some dozens of sequences or more. */
    public double[] probabilities(List<TokenSequence> sequences) {
        double[] probabilities = new double[sequences.size()];
        Scratch scratch = scratches.take();
        for (int from = 0; from < probabilities.length; from += Scratch.SORTED) {
            int size = Math.min(Scratch.SORTED, probabilities.length - from);
            for (int i = 0; i < size; i++) {
                scratch.order[i] = (long) sequences.get(from + i).padding() << Integer.SIZE | i;
            }
            Arrays.sort(scratch.order, 0, size);
            for (int first = 0; first < size; first += Scratch.ROWS) {
                int rows = Math.min(Scratch.ROWS, size - first);
                for (int row = 0; row < rows; row++) {
                    take(sequences.get(from + (int) scratch.order[first + row]), row, scratch);
                }
                recurrence.run(rows, scratch, kernels.current());
                for (int row = 0; row < rows; row++) {
                    probabilities[from + (int) scratch.order[first + row]] = probability(scratch.hidden, row);
                }
            }
        }
        scratches.giveBack(scratch);
        return probabilities;
    }

    private void take(TokenSequence sequence, int row, Scratch scratch) {
        if (sequence.indices().length != sequenceLength) {
            throw new IllegalArgumentException(
                    "a sequence must have " + sequenceLength + " time steps, not " + sequence.indices().length);
        }
        scratch.indices[row] = sequence.indices();
        scratch.padding[row] = sequence.padding();
    }

    /** StrictMath, since Math may differ from machine to machine. */
    private double probability(float[] hidden, int row) {
        double logit = weights.outputBias;
        for (int unit = 0; unit < weights.units; unit++) {
            logit += hidden[row * weights.paddedUnits + unit] * weights.outputKernel[unit];
        }
        return 1 / (1 + StrictMath.exp(-logit));
    }

    /** Has the fast loops compiled meanwhile, by a thread of its own: for whoever is about to read a network's weights. */
    public static void beginWarmUp() {
        WarmingKernels.fastest(RecurrentActivation.SIGMOID);
    }

    /** Blocks until all is compiled; a service does well to wait for it before it takes its first review. */
    public void warmUp() {
        kernels.await();
        if (kernels.areSurroundingsCompiled()) {
            return;
        }
        int[] indices = new int[sequenceLength];
        Arrays.fill(indices, Tokenizer.START);
        var sequence = new TokenSequence(indices, 0, 0, 0, false);
        List<TokenSequence> batch = Collections.nCopies(WARM_UP_BATCH, sequence);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            probability(sequence);
            probabilities(batch);
        }
        kernels.markSurroundingsCompiled();
    }
}
