package dev.verdict.inference;

/**
 * The loops that cost time. Units stand in blocks of {@link #lanes()}, and a block's four gates (i, f, c, o) side by side
 * make a panel of {@code 4 * lanes} columns: element (k, column) of a block's panel is
 * {@code kernel[from + k * 4 * lanes + column]}.
 *
 * <p>All implementations give the same bits, whatever the number of lanes or rows: each sum is one chain of fused
 * multiply-adds in ascending k, and the gates are the same operations in the same order. Gates come scaled as
 * {@link PackedWeights} says.
 */
interface Kernels {
    int GATES = 4;

    /** Units of a block. */
    int lanes();

    /**
     * {@code sums = addend + hidden x panel} for one block.
     *
     * @param rows at least 0
     * @param hidden (rows, stride), its first {@code depth} columns are read
     * @param addend an array in which {@code addendAt[row] + column} is where the row's addends of the block begin
     * @param sums row {@code r} begins at {@code to + r * sumStride}
     */
    void multiply(
            int rows,
            int depth,
            float[] hidden,
            int stride,
            float[] kernel,
            int from,
            float[] addend,
            int[] addendAt,
            int column,
            float[] sums,
            int to,
            int sumStride);

    /**
     * One time step's gates for {@code count} blocks: {@code c = f * c + i * tanh(c'), h = o * tanh(c)}.
     *
     * @param sums (count, 4, lanes); is overwritten
     * @param cells block n begins at {@code offset + at[n]}, here and in hidden
     * @param hidden result
     */
    void gates(int count, float[] sums, float[] cells, float[] hidden, int[] at, int offset);

    /** The same with hard-sigmoid gates. */
    void hardGates(int count, float[] sums, float[] cells, float[] hidden, int[] at, int offset);
}
