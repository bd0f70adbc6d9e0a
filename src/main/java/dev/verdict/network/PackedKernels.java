package dev.verdict.network;

/**
 * The kernels in the forms in which the products want them, renewed from the flat parameters for every minibatch. Each
 * kernel is held twice, gate by gate: as it is for the forward pass and transposed for the backward pass, both in
 * panels.
 */
final class PackedKernels {
    /** Kinds of copies times gates. */
    static final int TASKS = 4 * Gate.COUNT;

    private final LstmShape shape;
    private final int panelWidth;
    private final int paddedUnits;
    final float[] input; // per gate: panels of (inputs, units), times the scale of the input's masks
    final float[] recurrent; // per gate: panels of (units, units)
    final float[] inputTransposed; // per gate: panels of (units, inputs)
    final float[] recurrentTransposed; // per gate: panels of (units, units)
    final float[] bias; // (4, padded units)

    PackedKernels(LstmShape shape, Arithmetic arithmetic) {
        this.shape = shape;
        this.panelWidth = arithmetic.panelWidth();
        this.paddedUnits = arithmetic.padded(shape.units());
        int paddedInputs = arithmetic.padded(shape.inputs());
        input = new float[Gate.COUNT * shape.inputs() * paddedUnits];
        recurrent = new float[Gate.COUNT * shape.units() * paddedUnits];
        inputTransposed = new float[Gate.COUNT * shape.units() * paddedInputs];
        recurrentTransposed = new float[Gate.COUNT * shape.units() * paddedUnits];
        bias = new float[Gate.COUNT * paddedUnits];
    }

    /** Renews a part of the copies: task 0 .. {@link #TASKS} - 1. */
    void pack(int task, float[] parameters, float inputScale) {
        int gate = task % Gate.COUNT;
        int units = shape.units();
        switch (task / Gate.COUNT) {
            case 0 -> {
                packKernel(parameters, shape.inputKernelAt(), shape.inputs(), gate, inputScale, input);
                System.arraycopy(parameters, shape.biasAt() + gate * units, bias, gate * paddedUnits, units);
            }
            case 1 -> packKernel(parameters, shape.recurrentKernelAt(), units, gate, 1, recurrent);
            case 2 -> packTransposed(parameters, shape.inputKernelAt(), shape.inputs(), gate, inputTransposed);
            default -> packTransposed(parameters, shape.recurrentKernelAt(), units, gate, recurrentTransposed);
        }
    }

    /** Where the panel of a gate of a matrix with so many rows begins. */
    int panelAt(int gate, int panel, int rows, int paddedColumns) {
        return gate * rows * paddedColumns + panel * rows * panelWidth;
    }

    private void packKernel(float[] parameters, int kernelAt, int rows, int gate, float scale, float[] packed) {
        for (int unit = 0; unit < shape.units(); unit++) {
            int column = kernelAt + (gate * shape.units() + unit) * rows;
            int to = panelAt(gate, unit / panelWidth, rows, paddedUnits) + unit % panelWidth;
            for (int row = 0; row < rows; row++) {
                packed[to + row * panelWidth] = scale * parameters[column + row];
            }
        }
    }

    private void packTransposed(float[] parameters, int kernelAt, int rows, int gate, float[] packed) {
        int units = shape.units();
        int padded = Math.ceilDiv(rows, panelWidth) * panelWidth;
        for (int panel = 0; panel * panelWidth < rows; panel++) {
            int width = Math.min(panelWidth, rows - panel * panelWidth);
            int to = panelAt(gate, panel, units, padded);
            for (int unit = 0; unit < units; unit++) {
                int column = kernelAt + (gate * units + unit) * rows;
                System.arraycopy(parameters, column + panel * panelWidth, packed, to + unit * panelWidth, width);
            }
        }
    }
}
