package dev.verdict.network;

import java.lang.foreign.MemorySegment;

/**
 * The loops that cost time. Matrices that stand on the right of a product are packed into panels of
 * {@link #panelWidth()} columns: element (l, j) of a panel is {@code panel[from + l * panelWidth + j]}. Every length is
 * a multiple of the panel's width and every number of rows a multiple of {@link #ROW_TILE}; callers pad.
 */
interface Arithmetic {
    /** Rows of a product that are computed at once: 8 rows of 2 vectors keep 16 sums in registers. */
    int ROW_TILE = 8;

    /** The fastest arithmetic that this JVM offers. */
    static Arithmetic fastest() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? new VectorArithmetic()
                : new ScalarArithmetic();
    }

    int panelWidth();

    /** The next multiple of the panel's width. */
    default int padded(int columns) {
        return Math.ceilDiv(columns, panelWidth()) * panelWidth();
    }

    static int paddedRows(int rows) {
        return Math.ceilDiv(rows, ROW_TILE) * ROW_TILE;
    }

    /**
     * {@code result = addend + scale * (left x panel)}, element by element in the scale, for one panel of columns.
     *
     * @param left (rows, depth)
     * @param column where the panel's columns begin in scale, addend and result, each (rows, columns); result may be
     *     the addend itself
     */
    void multiply(
            int rows, int depth, Rows left, float[] panel, int from, Rows scale, Rows addend, Rows result, int column);

    /**
     * The same with the inner index spread: {@code sum over l of left[offsets[i] + leftSteps[l]] *
     * panel[from + panelSteps[l] + j]}, added to the addend, which serves a transposed left side and skips what is dropped.
     */
    void multiplySpread(
            int rows,
            int depth,
            Rows left,
            int[] leftSteps,
            float[] panel,
            int from,
            int[] panelSteps,
            Rows addend,
            Rows result,
            int column);

    /** In place. */
    void sigmoid(float[] values, int from, int length);

    /** In place. */
    void hardSigmoid(float[] values, int from, int length);

    void tanh(float[] values, int from, float[] result, int resultFrom, int length);

    /** {@code result = first * second}. */
    void product(float[] first, int firstFrom, float[] second, int secondFrom, float[] result, int from, int length);

    /** {@code sum += values}. */
    void add(float[] values, int from, float[] sum, int sumFrom, int length);

    /**
     * {@code cells[next] = forget * cells[previous] + input * candidate}; the gates lie {@code length} apart in the
     * order of {@link Gate}.
     */
    void cell(float[] gates, int from, float[] cells, int previous, int next, int length);

    /**
     * Gradients of one time step.
     *
     * @param gates activations, from {@code gatesFrom} on, {@code length} apart in the order of {@link Gate}; they become
     *     the gradients by the gates before their activation
     * @param cells the step's previous states from {@code previous} on
     * @param tanhCells tanh of the step's states
     * @param hiddenGradient of the loss by the step's output, from {@code gradientFrom} on
     * @param cellGradient of the loss by the step's state, from there on too; becomes that by the previous state
     */
    void cellGradient(
            RecurrentActivation activation,
            float[] gates,
            int gatesFrom,
            float[] cells,
            int previous,
            float[] tanhCells,
            int tanhFrom,
            float[] hiddenGradient,
            float[] cellGradient,
            int gradientFrom,
            int length);

    /** {@code sum += the rows' elements in the columns from .. from + panelWidth - 1}; rows lie a stride apart. */
    void addRows(float[] values, int from, int rows, int stride, float[] sum);

    /**
     * Adam's step for parameters {@code from .. from + length - 1}, of float32 arrays in native memory.
     *
     * @param gradient becomes what is to be subtracted from the parameters
     * @param mean average of the gradient, renewed
     * @param variance average of its square, renewed
     */
    void adam(
            MemorySegment gradient,
            MemorySegment mean,
            MemorySegment variance,
            int from,
            int length,
            KerasAdam.Step step);
}
