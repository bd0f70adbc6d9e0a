package dev.verdict.inference;

/**
 * The way of some sequences through time, at most {@link Scratch#ROWS}. They stand in the order of their leading pads and
 * end together: those with fewer pads begin earlier, the others join them from the state after their pads, and no row is
 * computed for nothing. Immutable, for any number of threads.
 */
final class Recurrence {
    private final PackedWeights weights;
    private final int sequenceLength;
    private final int[] blocksAtOnce; // [rows, if fewer than BLOCKS_AT_ONCE]
    private final float[] padHidden; // (sequenceLength + 1, padded units): the states after that many leading pads
    private final float[] padCells; // (sequenceLength + 1, padded units)

    /** @param padIndex of the pads */
    Recurrence(PackedWeights weights, int sequenceLength, int padIndex, Kernels kernels) {
        this.weights = weights;
        this.sequenceLength = sequenceLength;
        this.blocksAtOnce = new int[Scratch.BLOCKS_AT_ONCE];
        for (int rows = 1; rows < blocksAtOnce.length; rows++) {
            blocksAtOnce[rows] = largestDivisor(weights.blocks, Math.ceilDiv(Scratch.BLOCKS_AT_ONCE, rows));
        }
        this.padHidden = new float[Math.multiplyExact(sequenceLength + 1, weights.paddedUnits)];
        this.padCells = new float[padHidden.length];
        fillPadStates(padIndex, new Scratch(weights.paddedUnits, kernels.lanes()), kernels);
    }

    private void fillPadStates(int padIndex, Scratch scratch, Kernels kernels) {
        int size = weights.paddedUnits;
        scratch.addendAt[0] = padIndex * weights.rowSize;
        int atOnce = preparedBlocks(1, 0, scratch);
        for (int pads = 1; pads <= sequenceLength; pads++) {
            step(1, atOnce, false, scratch, kernels);
            System.arraycopy(scratch.hidden, 0, padHidden, pads * size, size);
            System.arraycopy(scratch.cells, 0, padCells, pads * size, size);
        }
    }

    private static int largestDivisor(int number, int limit) {
        int divisor = Math.min(number, limit);
        while (number % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    /** Leaves the last state of each of the scratch's first {@code rows} sequences in its hidden rows. */
    void run(int rows, Scratch scratch, Kernels kernels) {
        int active = 0;
        int atOnce = 0;
        for (int position = scratch.padding[0]; position < sequenceLength; position++) {
            int before = active;
            while (active < rows && scratch.padding[active] <= position) {
                begin(active++, scratch);
            }
            if (active != before) {
                atOnce = preparedBlocks(active, atOnce, scratch);
            }
            for (int row = 0; row < active; row++) {
                scratch.addendAt[row] = scratch.indices[row][position] * weights.rowSize;
            }
            step(active, atOnce, (position & 1) == 0, scratch, kernels);
        }
        while (active < rows) {
            begin(active++, scratch);
        }
    }

    private void begin(int row, Scratch scratch) {
        int size = weights.paddedUnits;
        int from = scratch.padding[row] * size;
        System.arraycopy(padHidden, from, scratch.hidden, row * size, size);
        System.arraycopy(padCells, from, scratch.cells, row * size, size);
    }

    /** How many blocks to compute at once for so many rows; where their states are is in the scratch afterwards. */
    private int preparedBlocks(int rows, int before, Scratch scratch) {
        int atOnce = rows < blocksAtOnce.length ? blocksAtOnce[rows] : 1;
        if (atOnce != before) {
            int lanes = weights.paddedUnits / weights.blocks;
            for (int n = 0; n < scratch.stateAt.length; n++) {
                scratch.stateAt[n] = n / atOnce * weights.paddedUnits + n % atOnce * lanes;
            }
        }
        return atOnce;
    }

    /**
     * One time step of the first {@code rows} rows.
     *
     * @param backwards begin with the last blocks; taking turns finds in the cache what the step before ended with
     */
    private void step(int rows, int atOnce, boolean backwards, Scratch scratch, Kernels kernels) {
        int panel = Kernels.GATES * kernels.lanes();
        int parts = weights.blocks / atOnce;
        for (int part = 0; part < parts; part++) {
            int first = (backwards ? parts - 1 - part : part) * atOnce;
            for (int i = 0; i < atOnce; i++) {
                int block = first + (backwards ? atOnce - 1 - i : i);
                kernels.multiply(
                        rows,
                        weights.units,
                        scratch.hidden,
                        weights.paddedUnits,
                        weights.recurrentKernel,
                        weights.panelAt(block),
                        weights.table,
                        scratch.addendAt,
                        block * panel,
                        scratch.sums,
                        (block - first) * panel,
                        atOnce * panel);
            }
            int count = rows * atOnce;
            int offset = first * kernels.lanes();
            if (weights.hardSigmoid) {
                kernels.hardGates(count, scratch.sums, scratch.cells, scratch.nextHidden, scratch.stateAt, offset);
            } else {
                kernels.gates(count, scratch.sums, scratch.cells, scratch.nextHidden, scratch.stateAt, offset);
            }
        }
        scratch.swapHidden();
    }
}
