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

    private final float[] cells; // (steps + 1, rows, units): the state before each step
    private final float[] tanhCells; // (steps, rows, units)
    private final float[] maskedHidden; // (rows, gates, units)
    private final float[] hiddenGradient; // (rows, units)
    private final float[] cellGradient; // (rows, units)

    private final Rows projectionRows; // of the step's inputs
    private final Rows[] stepGates; // [gate]: the step's
    private final Rows[] maskedRows; // [gate]
    private final Rows[] maskRows; // [gate]
    private final Rows ones;
    private final Rows hiddenGradientRows;

    private int sequences;
    private int tileRows; // sequences and what fills a tile

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
        int size = rows * units;
        cells = new float[(batch.steps + 1) * size];
        tanhCells = new float[batch.steps * size];
        maskedHidden = new float[Gate.COUNT * size];
        hiddenGradient = new float[size];
        cellGradient = new float[size];
        projectionRows = new Rows(batch.rows, new int[rows]);
        stepGates = new Rows[Gate.COUNT];
        maskedRows = new Rows[Gate.COUNT];
        maskRows = new Rows[Gate.COUNT];
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            stepGates[gate] = new Rows(batch.gates, new int[rows]);
            maskedRows[gate] = Rows.spaced(maskedHidden, rows, gate * units, Gate.COUNT * units);
            maskRows[gate] =
                    Rows.spaced(batch.recurrentMasks, rows, batch.recurrentMaskAt(first, gate), Gate.COUNT * units);
        }
        float[] one = new float[Gate.COUNT * units];
        Arrays.fill(one, 1);
        ones = Rows.repeated(one, rows, 0);
        hiddenGradientRows = Rows.spaced(hiddenGradient, rows, 0, units);
    }

    void forward() {
        sequences = Math.min(Minibatch.SHARD, batch.sequences - first);
        tileRows = Arithmetic.paddedRows(sequences);
        Arrays.fill(cells, 0, sequences * units, 0);
        for (int step = 0; step < batch.steps; step++) {
            findRows(step);
            if (step == 0) { // before the first step there is no output
                copyProjections();
            } else {
                multiplyHidden(step);
            }
            for (int row = 0; row < sequences; row++) {
                advance(row, step);
            }
        }
        int unitCount = batch.shape.units();
        for (int sequence = first; sequence < first + sequences; sequence++) {
            int from = batch.hiddenRowAt(sequence, batch.steps - 1);
            System.arraycopy(batch.hidden, from, batch.output, sequence * unitCount, unitCount);
        }
    }

    /** The projections of the step's inputs lie wherever their rows do. */
    private void findRows(int step) {
        for (int row = 0; row < tileRows; row++) {
            int sequence = first + row;
            projectionRows.offsets()[row] = batch.gateRowAt(sequence, batch.rowOfStep[sequence * batch.steps + step]);
            for (int gate = 0; gate < Gate.COUNT; gate++) {
                stepGates[gate].offsets()[row] = batch.gateRowAt(sequence, step) + gate * units;
            }
        }
    }

    private void copyProjections() {
        for (int row = 0; row < sequences; row++) {
            int to = stepGates[0].offsets()[row];
            System.arraycopy(batch.rows, projectionRows.offsets()[row], batch.gates, to, Gate.COUNT * units);
        }
    }

    private void multiplyHidden(int step) {
        for (int row = 0; row < sequences; row++) {
            int hiddenAt = batch.hiddenRowAt(first + row, step - 1);
            for (int gate = 0; gate < Gate.COUNT; gate++) {
                int maskAt = maskRows[gate].offsets()[row];
                int to = maskedRows[gate].offsets()[row];
                arithmetic.product(batch.hidden, hiddenAt, batch.recurrentMasks, maskAt, maskedHidden, to, units);
            }
        }
        int depth = batch.shape.units();
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            for (int panel = 0; panel * width < units; panel++) {
                arithmetic.multiply(
                        tileRows,
                        depth,
                        maskedRows[gate],
                        kernels.recurrent,
                        kernels.panelAt(gate, panel, depth, units),
                        ones,
                        projectionRows,
                        stepGates[0],
                        gate * units + panel * width);
            }
        }
    }

    private void advance(int row, int step) {
        float[] gates = batch.gates;
        int at = batch.gateRowAt(first + row, step);
        int cellAt = cellAt(step, row);
        int nextCellAt = cellAt(step + 1, row);
        arithmetic.tanh(gates, at + Gate.CANDIDATE * units, gates, at + Gate.CANDIDATE * units, units);
        int sigmoidGates = Gate.COUNT - 1; // those after the candidate
        switch (activation) {
            case SIGMOID -> arithmetic.sigmoid(gates, at + Gate.FORGET * units, sigmoidGates * units);
            case HARD_SIGMOID -> arithmetic.hardSigmoid(gates, at + Gate.FORGET * units, sigmoidGates * units);
        }
        arithmetic.cell(gates, at, cells, cellAt, nextCellAt, units);
        arithmetic.tanh(cells, nextCellAt, tanhCells, cellAt, units);
        int hiddenAt = batch.hiddenRowAt(first + row, step);
        arithmetic.product(gates, at + Gate.OUTPUT * units, tanhCells, cellAt, batch.hidden, hiddenAt, units);
    }

    private int cellAt(int step, int row) {
        return (step * Minibatch.SHARD + row) * units;
    }

    /** From the gradient by the output to those by what goes into the gates, which take the activations' place. */
    void backward() {
        Arrays.fill(hiddenGradient, 0);
        Arrays.fill(cellGradient, 0);
        for (int row = 0; row < sequences; row++) {
            int unitCount = batch.shape.units();
            System.arraycopy(batch.outputGradient, (first + row) * unitCount, hiddenGradient, row * units, unitCount);
        }
        for (int step = batch.steps - 1; step >= 0; step--) {
            findRows(step);
            for (int row = 0; row < sequences; row++) {
                int cellAt = cellAt(step, row);
                int gatesAt = stepGates[0].offsets()[row];
                arithmetic.cellGradient(
                        activation,
                        batch.gates,
                        gatesAt,
                        cells,
                        cellAt,
                        tanhCells,
                        cellAt,
                        hiddenGradient,
                        cellGradient,
                        row * units,
                        units);
            }
            if (step > 0) {
                multiplyGradients();
            }
        }
    }

    private void multiplyGradients() {
        Arrays.fill(hiddenGradient, 0);
        int depth = batch.shape.units();
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            for (int panel = 0; panel * width < units; panel++) {
                arithmetic.multiply(
                        tileRows,
                        depth,
                        stepGates[gate],
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
