package dev.verdict.network;

import java.util.Arrays;

/**
 * Everything that one pass over a minibatch leaves for the next phase, in arrays that are kept from minibatch to
 * minibatch. A sequence's distinct inputs are its rows: an index that comes twice in a sequence is one row, since it
 * meets the same masks both times. Row-major; sequences lie whole, so that any of them can be worked on alone.
 */
final class Minibatch {
    /** Sequences that go through time together: two row tiles, so that the recurrent kernel is read once for both. */
    static final int SHARD = 16;

    final LstmShape shape;
    final int capacity; // sequences
    final int steps;
    final int paddedSteps;
    final int paddedInputs;
    final int paddedUnits;
    final int gateStride; // from row to row of the arrays by gate and of the outputs
    int sequences;

    final int[] indices; // (sequences, steps), if the layer embeds
    final float[] vectors; // (sequences, inputs, steps), if it does not
    final int[] rowOfStep; // (sequences, steps)
    final int[] rowCount; // (sequences)
    final int[] indexOfRow; // (sequences, steps)
    final float[] inputs; // (sequences, inputs, padded steps): the rows' vectors as columns, unmasked
    final float[] projections; // (sequences, gates, padded steps, gate stride) by row; at the end a row of zeros
    final float[] hidden; // (sequences, padded steps, gate stride): output of each step
    final float[] preGradients; // (sequences, gates, padded steps, gate stride) by step
    final float[] rowGradients; // the same, summed by row
    final float[] inputGradients; // (sequences, padded steps, inputs) by row
    final float[] output; // (sequences, units), not padded: the last step's
    final float[] outputGradient; // (sequences, units), not padded

    final float[] inputMasks; // (sequences, gates, inputs)
    final float[] recurrentMasks; // (sequences, gates, units)
    final int[][] keptInputs; // [sequence * gates + gate]: the inputs that are not dropped
    final int[] keptInputCount;
    final int[][] keptUnits;
    final int[] keptUnitCount;

    Minibatch(LstmShape shape, Arithmetic arithmetic, int capacity, int steps) {
        this.shape = shape;
        this.capacity = capacity;
        this.steps = steps;
        this.paddedSteps = Arithmetic.paddedRows(steps);
        this.paddedInputs = arithmetic.padded(shape.inputs());
        this.paddedUnits = arithmetic.padded(shape.units());
        // Not a power of two, lest the parts of rows that make a panel compete for few cache lines.
        this.gateStride = paddedUnits + arithmetic.panelWidth() / 2;
        indices = new int[shape.isEmbedded() ? capacity * steps : 0];
        vectors = new float[shape.isEmbedded() ? 0 : capacity * shape.inputs() * steps];
        rowOfStep = new int[capacity * steps];
        rowCount = new int[capacity];
        indexOfRow = new int[capacity * steps];
        inputs = new float[capacity * shape.inputs() * paddedSteps];
        projections = new float[gateRowAt(capacity, 0, 0) + gateStride];
        hidden = new float[hiddenRowAt(capacity, 0)];
        preGradients = new float[gateRowAt(capacity, 0, 0)];
        rowGradients = new float[gateRowAt(capacity, 0, 0)];
        inputGradients = new float[capacity * paddedSteps * paddedInputs];
        output = new float[capacity * shape.units()];
        outputGradient = new float[capacity * shape.units()];
        inputMasks = new float[capacity * Gate.COUNT * paddedInputs];
        recurrentMasks = new float[Math.ceilDiv(capacity, SHARD) * SHARD * Gate.COUNT * paddedUnits];
        keptInputs = new int[capacity * Gate.COUNT][shape.inputs()];
        keptInputCount = new int[capacity * Gate.COUNT];
        keptUnits = new int[capacity * Gate.COUNT][shape.units()];
        keptUnitCount = new int[capacity * Gate.COUNT];
    }

    boolean fits(int sequences, int steps) {
        return sequences <= capacity && steps == this.steps;
    }

    /** Where a row begins in an array (sequences, gates, padded steps, gate stride). */
    int gateRowAt(int sequence, int gate, int row) {
        return Math.toIntExact(((long) (sequence * Gate.COUNT + gate) * paddedSteps + row) * gateStride);
    }

    /** Where a step's output begins in {@link #hidden}. */
    int hiddenRowAt(int sequence, int step) {
        return (sequence * paddedSteps + step) * gateStride;
    }

    int zeroRowAt() {
        return projections.length - gateStride;
    }

    int recurrentMaskAt(int sequence, int gate) {
        return (sequence * Gate.COUNT + gate) * paddedUnits;
    }

    int inputMaskAt(int sequence, int gate) {
        return (sequence * Gate.COUNT + gate) * paddedInputs;
    }

    boolean hasRepeatedRows(int sequence) {
        return rowCount[sequence] < steps;
    }

    /** Masks of a sequence from a source, or none. */
    void drawMasks(int sequence, boolean dropInputs, boolean dropRecurrent, MaskSource source, int iteration) {
        int inputAt = inputMaskAt(sequence, 0);
        int recurrentAt = recurrentMaskAt(sequence, 0);
        if (dropInputs) {
            source.inputMasks(iteration, sequence, inputMasks, inputAt, paddedInputs);
        } else {
            Arrays.fill(inputMasks, inputAt, inputMaskAt(sequence + 1, 0), 1);
        }
        if (dropRecurrent) {
            source.recurrentMasks(iteration, sequence, recurrentMasks, recurrentAt, paddedUnits);
        } else {
            Arrays.fill(recurrentMasks, recurrentAt, recurrentMaskAt(sequence + 1, 0), 1);
        }
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            int slot = sequence * Gate.COUNT + gate;
            keptInputCount[slot] = collectKept(inputMasks, inputMaskAt(sequence, gate), keptInputs[slot]);
            keptUnitCount[slot] = collectKept(recurrentMasks, recurrentMaskAt(sequence, gate), keptUnits[slot]);
        }
    }

    private static int collectKept(float[] masks, int from, int[] kept) {
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            if (masks[from + i] != 0) {
                kept[count++] = i;
            }
        }
        return count;
    }
}
