package dev.verdict.network;

import java.util.Arrays;

/**
 * The way through time of one shard of sequences, forward and back. Equations, with the projection p of the step's
 * inputs and a mask m for each gate: {@code z = p + (h * m) U}; {@code i, f, o} by the recurrent activation, candidate
 * by tanh; {@code c' = f * c + i * candidate}; {@code h' = o * tanh(c')}.
 *
 * @see <a href="https://doi.org/10.1162/089976600300015015">Gers, Schmidhuber &amp; Cummins 2000</a>
 */
final class Recurrence {
    private final Minibatch batch;
    private final PackedKernels kernels;
    private final Arithmetic arithmetic;
    private final RecurrentActivation activation;
    private final int first; // sequence
    private final int width; // of a panel
    private final int units; // padded

    private final float[] gates; // (steps, gates, rows, units): activations
    private final float[] cells; // (steps + 1, rows, units): the state before each step
    private final float[] tanhCells; // (steps, rows, units)
    private final float[] hidden; // (rows, units)
    private final float[] maskedHidden; // (gates, rows, units)
    private final float[] hiddenGradient; // (rows, units)
    private final float[] cellGradient; // (rows, units)
    private final float[] preGradient; // (gates, rows, units)

    private final Rows[] projectionRows; // [gate]: of the step's inputs
    private final Rows[] stepGates; // [gate]: the step's gates
    private final Rows[] maskedRows; // [gate]
    private final Rows[] maskRows; // [gate]
    private final Rows[] preGradientRows; // [gate]
    private final Rows ones;
    private final Rows hiddenGradientRows;

    private int sequences;
    private int size; // elements of (rows, units)

    Recurrence(
            Minibatch batch, PackedKernels kernels, Arithmetic arithmetic, RecurrentActivation activation, int first) {
        this.batch = batch;
        this.kernels = kernels;
        this.arithmetic = arithmetic;
        this.activation = activation;
        this.first = first;
        this.width = arithmetic.panelWidth();
        this.units = batch.paddedUnits;
        int rows = Minibatch.SHARD;
        int capacity = rows * units;
        gates = new float[batch.steps * Gate.COUNT * capacity];
        cells = new float[(batch.steps + 1) * capacity];
        tanhCells = new float[batch.steps * capacity];
        hidden = new float[capacity];
        maskedHidden = new float[Gate.COUNT * capacity];
        hiddenGradient = new float[capacity];
        cellGradient = new float[capacity];
        preGradient = new float[Gate.COUNT * capacity];
        projectionRows = new Rows[Gate.COUNT];
        stepGates = new Rows[Gate.COUNT];
        maskedRows = new Rows[Gate.COUNT];
        maskRows = new Rows[Gate.COUNT];
        preGradientRows = new Rows[Gate.COUNT];
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            projectionRows[gate] = new Rows(batch.projections, new int[rows]);
            stepGates[gate] = new Rows(gates, new int[rows]);
            maskedRows[gate] = new Rows(maskedHidden, new int[rows]);
            preGradientRows[gate] = new Rows(preGradient, new int[rows]);
            maskRows[gate] =
                    Rows.spaced(batch.recurrentMasks, rows, batch.recurrentMaskAt(first, gate), Gate.COUNT * units);
        }
        float[] one = new float[units];
        Arrays.fill(one, 1);
        ones = Rows.repeated(one, rows, 0);
        hiddenGradientRows = Rows.spaced(hiddenGradient, rows, 0, units);
    }

    private void begin() {
        sequences = Math.min(Minibatch.SHARD, batch.sequences - first);
        size = Arithmetic.paddedRows(sequences) * units;
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            for (int row = 0; row < Minibatch.SHARD; row++) {
                maskedRows[gate].offsets()[row] = gate * size + row * units;
                preGradientRows[gate].offsets()[row] = gate * size + row * units;
            }
        }
    }

    void forward() {
        begin();
        Arrays.fill(cells, 0, size, 0);
        for (int step = 0; step < batch.steps; step++) {
            findProjections(step);
            if (step == 0) { // before the first step there is no output
                copyProjections();
            } else {
                multiplyHidden();
            }
            advance(step);
        }
        for (int sequence = 0; sequence < sequences; sequence++) {
            int unitCount = batch.shape.units();
            System.arraycopy(hidden, sequence * units, batch.output, (first + sequence) * unitCount, unitCount);
        }
    }

    /** The projections of the step's inputs lie wherever their rows do. */
    private void findProjections(int step) {
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            for (int row = 0; row * units < size; row++) {
                int sequence = first + row;
                projectionRows[gate].offsets()[row] = row < sequences
                        ? batch.gateRowAt(sequence, gate, batch.rowOfStep[sequence * batch.steps + step])
                        : batch.zeroRowAt();
                stepGates[gate].offsets()[row] = (step * Gate.COUNT + gate) * size + row * units;
            }
        }
    }

    private void copyProjections() {
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            for (int row = 0; row * units < size; row++) {
                int from = projectionRows[gate].offsets()[row];
                System.arraycopy(batch.projections, from, gates, stepGates[gate].offsets()[row], units);
            }
        }
    }

    private void multiplyHidden() {
        for (int row = 0; row < sequences; row++) {
            for (int gate = 0; gate < Gate.COUNT; gate++) {
                arithmetic.product(
                        hidden,
                        row * units,
                        batch.recurrentMasks,
                        maskRows[gate].offsets()[row],
                        maskedHidden,
                        gate * size + row * units,
                        units);
            }
        }
        int depth = batch.shape.units();
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            for (int panel = 0; panel * width < units; panel++) {
                arithmetic.multiply(
                        size / units,
                        depth,
                        maskedRows[gate],
                        kernels.recurrent,
                        kernels.panelAt(gate, panel, depth, units),
                        ones,
                        projectionRows[gate],
                        stepGates[gate],
                        panel * width);
            }
        }
    }

    private void advance(int step) {
        int at = step * Gate.COUNT * size;
        arithmetic.tanh(gates, at + Gate.CANDIDATE * size, gates, at + Gate.CANDIDATE * size, size);
        int sigmoidGates = Gate.COUNT - 1; // those after the candidate
        switch (activation) {
            case SIGMOID -> arithmetic.sigmoid(gates, at + Gate.FORGET * size, sigmoidGates * size);
            case HARD_SIGMOID -> arithmetic.hardSigmoid(gates, at + Gate.FORGET * size, sigmoidGates * size);
        }
        arithmetic.cell(gates, at, cells, step * size, (step + 1) * size, size);
        arithmetic.tanh(cells, (step + 1) * size, tanhCells, step * size, size);
        arithmetic.product(gates, at + Gate.OUTPUT * size, tanhCells, step * size, hidden, 0, size);
        for (int row = 0; row < sequences; row++) {
            int to = batch.hiddenRowAt(first + row, step);
            System.arraycopy(hidden, row * units, batch.hidden, to, units);
        }
    }

    /** From the gradient by the output to those by the gates before their activation. */
    void backward() {
        Arrays.fill(hiddenGradient, 0, size, 0);
        Arrays.fill(cellGradient, 0, size, 0);
        for (int row = 0; row < sequences; row++) {
            int unitCount = batch.shape.units();
            System.arraycopy(batch.outputGradient, (first + row) * unitCount, hiddenGradient, row * units, unitCount);
        }
        for (int step = batch.steps - 1; step >= 0; step--) {
            arithmetic.cellGradient(
                    activation,
                    gates,
                    step * Gate.COUNT * size,
                    cells,
                    step * size,
                    tanhCells,
                    step * size,
                    hiddenGradient,
                    cellGradient,
                    preGradient,
                    size);
            keepGradients(step);
            if (step > 0) {
                multiplyGradients();
            }
        }
    }

    private void keepGradients(int step) {
        for (int row = 0; row < sequences; row++) {
            for (int gate = 0; gate < Gate.COUNT; gate++) {
                int to = batch.gateRowAt(first + row, gate, step);
                System.arraycopy(preGradient, gate * size + row * units, batch.preGradients, to, units);
            }
        }
    }

    private void multiplyGradients() {
        Arrays.fill(hiddenGradient, 0, size, 0);
        int depth = batch.shape.units();
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            for (int panel = 0; panel * width < units; panel++) {
                arithmetic.multiply(
                        size / units,
                        depth,
                        preGradientRows[gate],
                        kernels.recurrentTransposed,
                        kernels.panelAt(gate, panel, depth, units),
                        maskRows[gate],
                        hiddenGradientRows,
                        hiddenGradientRows,
                        panel * width);
            }
        }
    }
}
