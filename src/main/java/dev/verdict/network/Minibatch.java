package dev.verdict.network;

import java.util.Arrays;

/**
 * Everything that one pass over a minibatch leaves for the next phase, in arrays that are kept from minibatch to
 * minibatch. A sequence's distinct inputs are its rows: an index that comes twice in a sequence is one row, since it
 * meets the same masks both times. Row-major; sequences lie whole, so that any of them can be worked on alone. What is no
 * longer needed is written over: the less there is, the more of it stays in the cores' caches.
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
    final int gateStride; // from row to row of the arrays by gate
    final int hiddenStride; // from row to row of the outputs
    int sequences;

    final int[] indices; // (sequences, steps), if the layer embeds
    final float[] vectors; // (sequences, inputs, steps), if it does not
    final int[] rowOfStep; // (sequences, steps)
    final int[] rowCount; // (sequences)
    final int[] indexOfRow; // (sequences, steps)
    final float[] inputs; // (sequences, inputs, padded steps): the rows' vectors as columns, unmasked
    final float[] rows; // (sequences, padded steps, gate stride) by row: projections, then gradients by them
    final float[] gates; // the same by step: activations, then gradients by what goes into them
    final float[] hidden; // (sequences, padded steps, hidden stride): output of each step
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
        // Not powers of two, lest the parts of rows that make a panel compete for few cache lines.
        this.gateStride = Gate.COUNT * paddedUnits + arithmetic.panelWidth() / 2;
        this.hiddenStride = paddedUnits + arithmetic.panelWidth() / 2;
        int places = Arithmetic.paddedRows(capacity); // what only fills a tile has a place too
        indices = new int[shape.isEmbedded() ? capacity * steps : 0];
        vectors = new float[shape.isEmbedded() ? 0 : capacity * shape.inputs() * steps];
        rowOfStep = new int[places * steps];
        rowCount = new int[capacity];
        indexOfRow = new int[capacity * steps];
        inputs = new float[capacity * shape.inputs() * paddedSteps];
        rows = new float[gateRowAt(places, 0)];
        gates = new float[gateRowAt(places, 0)];
        hidden = new float[hiddenRowAt(places, 0)];
        inputGradients = new float[capacity * paddedSteps * paddedInputs];
        output = new float[capacity * shape.units()];
        outputGradient = new float[capacity * shape.units()];
        inputMasks = new float[capacity * Gate.COUNT * paddedInputs];
        recurrentMasks = new float[places * Gate.COUNT * paddedUnits];
        keptInputs = new int[capacity * Gate.COUNT][shape.inputs()];
        keptInputCount = new int[capacity * Gate.COUNT];
        keptUnits = new int[capacity * Gate.COUNT][shape.units()];
        keptUnitCount = new int[capacity * Gate.COUNT];
    }

    boolean fits(int sequences, int steps) {
        return sequences <= capacity && steps == this.steps;
    }

    /** Where a row begins in {@link #rows}, or a step in {@link #gates}; the gates lie {@link #paddedUnits} apart. */
    int gateRowAt(int sequence, int row) {
        return Math.toIntExact(((long) sequence * paddedSteps + row) * gateStride);
    }

    /** Where a step's output begins in {@link #hidden}. */
    int hiddenRowAt(int sequence, int step) {
        return (sequence * paddedSteps + step) * hiddenStride;
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
