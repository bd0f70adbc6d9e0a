package dev.verdict.inference;

/** What a caller works in; its states are only good within a call. Not thread-safe. */
final class Scratch {
    /** Sequences that go through time together: few enough that their states stay in the CPU's cache. */
    static final int ROWS = 64;
    /** Sequences that are sorted together. */
    static final int SORTED = 1024;
    /** Blocks whose gates are applied at once, at least, so that their short loops are worth a call. */
    static final int BLOCKS_AT_ONCE = 16;

    final long[] order = new long[SORTED]; // leading pads << 32 | place
    final int[][] indices = new int[ROWS][]; // of the sequences in order
    final int[] padding = new int[ROWS];
    final int[] addendAt = new int[ROWS]; // [row]: the step's row of the table
    final int[] stateAt = new int[Math.max(ROWS, 2 * BLOCKS_AT_ONCE)]; // [n]: the state of a row's block
    final float[] cells; // (rows, padded units)
    final float[] sums; // (rows, blocks at once, 4, lanes)
    float[] hidden; // (rows, padded units)
    float[] nextHidden; // (rows, padded units)

    Scratch(int paddedUnits, int lanes) {
        cells = new float[ROWS * paddedUnits];
        hidden = new float[ROWS * paddedUnits];
        nextHidden = new float[ROWS * paddedUnits];
        sums = new float[stateAt.length * Kernels.GATES * lanes];
    }

    /** About how large one is. */
    static long bytes(int paddedUnits, int lanes) {
        return Float.BYTES * (3L * ROWS * paddedUnits + (ROWS + 2L * BLOCKS_AT_ONCE) * Kernels.GATES * lanes)
                + Long.BYTES * (long) SORTED;
    }

    void swapHidden() {
        float[] previous = hidden;
        hidden = nextHidden;
        nextHidden = previous;
    }
}
