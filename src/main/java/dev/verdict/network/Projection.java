package dev.verdict.network;

import java.util.Arrays;

/**
 * What the inputs add to the gates, {@code x W + b}, and what the loss's gradient by the gates says about the inputs.
 * Works on one sequence at a time: its masks stay the same over time, so that its rows and what is dropped of them are
 * known before the products, which leave out both repeated rows and dropped inputs.
 */
final class Projection {
    private final Minibatch batch;
    private final PackedKernels kernels;
    private final Arithmetic arithmetic;
    private final Rows[] inputRows; // [sequence]: transposed, a row's elements are paddedSteps apart
    private final Rows[] results; // [sequence]
    private final Rows[] stepGradients; // [sequence * gates + gate]
    private final Rows[] rowGradients; // [sequence * gates + gate]
    private final Rows[] masks; // [sequence * gates + gate]
    private final Rows[] inputGradients; // [sequence]
    private final Rows bias;

    Projection(Minibatch batch, PackedKernels kernels, Arithmetic arithmetic) {
        this.batch = batch;
        this.kernels = kernels;
        this.arithmetic = arithmetic;
        int rows = batch.paddedSteps;
        int slots = batch.capacity * Gate.COUNT;
        inputRows = new Rows[batch.capacity];
        inputGradients = new Rows[batch.capacity];
        results = new Rows[batch.capacity];
        stepGradients = new Rows[slots];
        rowGradients = new Rows[slots];
        masks = new Rows[slots];
        bias = Rows.repeated(kernels.bias, rows, 0);
        for (int sequence = 0; sequence < batch.capacity; sequence++) {
            inputRows[sequence] = Rows.spaced(batch.inputs, rows, inputsAt(sequence), 1);
            inputGradients[sequence] =
                    Rows.spaced(batch.inputGradients, rows, gradientAt(sequence, 0), batch.paddedInputs);
            results[sequence] = Rows.spaced(batch.rows, rows, batch.gateRowAt(sequence, 0), batch.gateStride);
            for (int gate = 0; gate < Gate.COUNT; gate++) {
                int slot = sequence * Gate.COUNT + gate;
                int from = batch.gateRowAt(sequence, 0) + gate * batch.paddedUnits;
                stepGradients[slot] = Rows.spaced(batch.gates, rows, from, batch.gateStride);
                rowGradients[slot] = Rows.spaced(batch.rows, rows, from, batch.gateStride);
                masks[slot] = Rows.repeated(batch.inputMasks, rows, batch.inputMaskAt(sequence, gate));
            }
        }
    }

    private int inputsAt(int sequence) {
        return sequence * batch.shape.inputs() * batch.paddedSteps;
    }

    private int gradientAt(int sequence, int row) {
        return (sequence * batch.paddedSteps + row) * batch.paddedInputs;
    }

    /** Finds a sequence's rows, its distinct indices. */
    void findRows(int sequence) {
        int steps = batch.steps;
        int from = sequence * steps;
        int rows = 0;
        for (int step = 0; step < steps; step++) {
            int index = batch.indices[from + step];
            int row = 0;
            while (row < rows && batch.indexOfRow[from + row] != index) {
                row++;
            }
            if (row == rows) {
                batch.indexOfRow[from + rows++] = index;
            }
            batch.rowOfStep[from + step] = row;
        }
        batch.rowCount[sequence] = rows;
    }

    /** Takes one input of all rows from the embedding at the front of the parameters, which has it in a column. */
    void embed(int input, float[] parameters) {
        int column = input * batch.shape.vocabulary();
        for (int sequence = 0; sequence < batch.sequences; sequence++) {
            int from = sequence * batch.steps;
            int to = inputsAt(sequence) + input * batch.paddedSteps;
            for (int row = 0; row < batch.rowCount[sequence]; row++) {
                batch.inputs[to + row] = parameters[column + batch.indexOfRow[from + row]];
            }
        }
    }

    /** Takes a sequence's rows from its vectors, one for each step. */
    void copyVectors(int sequence) {
        int steps = batch.steps;
        for (int step = 0; step < steps; step++) {
            batch.rowOfStep[sequence * steps + step] = step;
        }
        batch.rowCount[sequence] = steps;
        for (int input = 0; input < batch.shape.inputs(); input++) {
            System.arraycopy(
                    batch.vectors,
                    (sequence * batch.shape.inputs() + input) * steps,
                    batch.inputs,
                    inputsAt(sequence) + input * batch.paddedSteps,
                    steps);
        }
    }

    void forward(int sequence) {
        int inputs = batch.shape.inputs();
        int width = arithmetic.panelWidth();
        int rows = Arithmetic.paddedRows(batch.rowCount[sequence]);
        int[] inputSteps = new int[inputs];
        int[] panelSteps = new int[inputs];
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            int slot = sequence * Gate.COUNT + gate;
            int kept = batch.keptInputCount[slot];
            for (int i = 0; i < kept; i++) {
                inputSteps[i] = batch.keptInputs[slot][i] * batch.paddedSteps;
                panelSteps[i] = batch.keptInputs[slot][i] * width;
            }
            for (int panel = 0; panel * width < batch.paddedUnits; panel++) {
                arithmetic.multiplySpread(
                        rows,
                        kept,
                        inputRows[sequence],
                        inputSteps,
                        kernels.input,
                        kernels.panelAt(gate, panel, inputs, batch.paddedUnits),
                        panelSteps,
                        bias,
                        results[sequence],
                        gate * batch.paddedUnits + panel * width);
            }
        }
    }

    /** Sums the steps' gradients by row and carries them on to the inputs. */
    void backward(int sequence) {
        if (batch.hasRepeatedRows(sequence)) {
            sumByRow(sequence);
        }
        int width = arithmetic.panelWidth();
        int rows = Arithmetic.paddedRows(batch.rowCount[sequence]);
        Arrays.fill(batch.inputGradients, gradientAt(sequence, 0), gradientAt(sequence, rows), 0);
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            int slot = sequence * Gate.COUNT + gate;
            Rows gradients = batch.hasRepeatedRows(sequence) ? rowGradients[slot] : stepGradients[slot];
            for (int panel = 0; panel * width < batch.paddedInputs; panel++) {
                arithmetic.multiply(
                        rows,
                        batch.shape.units(),
                        gradients,
                        kernels.inputTransposed,
                        kernels.panelAt(gate, panel, batch.shape.units(), batch.paddedInputs),
                        masks[slot],
                        inputGradients[sequence],
                        inputGradients[sequence],
                        panel * width);
            }
        }
    }

    /** The rows' projections are no longer needed and make place for their gradients. */
    private void sumByRow(int sequence) {
        int from = batch.gateRowAt(sequence, 0);
        Arrays.fill(batch.rows, from, batch.gateRowAt(sequence, batch.rowCount[sequence]), 0);
        for (int step = 0; step < batch.steps; step++) {
            arithmetic.add(
                    batch.gates,
                    from + step * batch.gateStride,
                    batch.rows,
                    from + batch.rowOfStep[sequence * batch.steps + step] * batch.gateStride,
                    Gate.COUNT * batch.paddedUnits);
        }
    }

    /** Gradient by the vectors: element (sequence, input, step) of what {@link Minibatch#vectors} holds. */
    void copyInputGradients(int sequence, float[] gradient) {
        int steps = batch.steps;
        for (int step = 0; step < steps; step++) {
            int from = gradientAt(sequence, step);
            for (int input = 0; input < batch.shape.inputs(); input++) {
                gradient[(sequence * batch.shape.inputs() + input) * steps + step] = batch.inputGradients[from + input];
            }
        }
    }

    /** Writes the embedding's gradient for some inputs of all the vectors, in the order of the sequences. */
    void embeddingGradient(int firstInput, int endInput, float[] gradient) {
        int vocabulary = batch.shape.vocabulary();
        Arrays.fill(gradient, firstInput * vocabulary, endInput * vocabulary, 0);
        for (int sequence = 0; sequence < batch.sequences; sequence++) {
            for (int row = 0; row < batch.rowCount[sequence]; row++) {
                int index = batch.indexOfRow[sequence * batch.steps + row];
                int from = gradientAt(sequence, row);
                for (int input = firstInput; input < endInput; input++) {
                    gradient[input * vocabulary + index] += batch.inputGradients[from + input];
                }
            }
        }
    }
}
