package dev.verdict.network;

import java.util.Arrays;

/**
 * The loss's gradients by the two kernels and the bias, summed over sequences and steps. A task computes one panel of
 * columns of one gate of one kernel, with the sequences in their order, so that the sums come out the same whichever
 * thread does it. What a sequence drops adds nothing and is left out.
 */
final class KernelGradients {
    private final Minibatch batch;
    private final Arithmetic arithmetic;
    private final int width; // of a panel
    private final int panels;
    private final Scratch[] scratches; // [task]

    KernelGradients(Minibatch batch, Arithmetic arithmetic) {
        this.batch = batch;
        this.arithmetic = arithmetic;
        this.width = arithmetic.panelWidth();
        this.panels = batch.paddedUnits / width;
        this.scratches = new Scratch[tasks()];
        Arrays.setAll(scratches, _ -> new Scratch(batch, width));
    }

    /** Memory of one task. */
    private static final class Scratch {
        final float[] sums; // (kernel's rows, panel width); the row after the last takes what only fills a tile
        final float[] biasSums; // (panel width)
        final Rows result;
        final Rows inputs;
        final Rows hidden;
        final int[] inputSteps; // (steps)
        final int[] hiddenSteps; // (steps)
        final int[] gradientSteps; // (steps)

        Scratch(Minibatch batch, int width) {
            int maxRows = Math.max(batch.shape.inputs(), batch.shape.units());
            int tileRows = Arithmetic.paddedRows(maxRows);
            sums = new float[(maxRows + 1) * width];
            biasSums = new float[width];
            result = new Rows(sums, new int[tileRows]);
            inputs = new Rows(batch.inputs, new int[tileRows]);
            hidden = new Rows(batch.hidden, new int[tileRows]);
            inputSteps = Rows.spaced(batch.inputs, batch.steps, 0, 1).offsets();
            hiddenSteps =
                    Rows.spaced(batch.hidden, batch.steps, 0, batch.gateStride).offsets();
            gradientSteps = Rows.spaced(batch.preGradients, batch.steps, 0, batch.gateStride)
                    .offsets();
        }
    }

    int tasks() {
        return 2 * Gate.COUNT * panels;
    }

    void run(int task, float[] gradient, float inputScale, float recurrentScale) {
        int gate = task / panels % Gate.COUNT;
        int panel = task % panels;
        if (task < Gate.COUNT * panels) {
            recurrentKernel(scratches[task], gate, panel, gradient, recurrentScale);
        } else {
            inputKernel(scratches[task], gate, panel, gradient, inputScale);
        }
    }

    private void recurrentKernel(Scratch scratch, int gate, int panel, float[] gradient, float scale) {
        int units = batch.shape.units();
        Arrays.fill(scratch.sums, 0);
        Arrays.fill(scratch.biasSums, 0);
        for (int sequence = 0; sequence < batch.sequences; sequence++) {
            int from = batch.gateRowAt(sequence, gate, 0) + panel * width;
            for (int step = 0; step < batch.steps; step++) {
                arithmetic.add(batch.preGradients, from + scratch.gradientSteps[step], scratch.biasSums, 0, width);
            }
            int slot = sequence * Gate.COUNT + gate;
            int hiddenAt = batch.hiddenRowAt(sequence, 0);
            int rows = choose(
                    batch.keptUnits[slot],
                    batch.keptUnitCount[slot],
                    units,
                    hiddenAt,
                    1,
                    scratch.hidden,
                    scratch.result);
            arithmetic.multiplySpread(
                    rows,
                    batch.steps - 1,
                    scratch.hidden,
                    scratch.hiddenSteps,
                    batch.preGradients,
                    from + batch.gateStride, // a step's output meets the next step's gradient
                    scratch.gradientSteps,
                    scratch.result,
                    scratch.result,
                    0);
        }
        write(scratch, gate, panel, units, batch.shape.recurrentKernelAt(), scale, gradient);
        int biasAt = batch.shape.biasAt() + gate * units + panel * width;
        System.arraycopy(scratch.biasSums, 0, gradient, biasAt, Math.min(width, units - panel * width));
    }

    private void inputKernel(Scratch scratch, int gate, int panel, float[] gradient, float scale) {
        int inputs = batch.shape.inputs();
        Arrays.fill(scratch.sums, 0);
        for (int sequence = 0; sequence < batch.sequences; sequence++) {
            float[] gradients = batch.hasRepeatedRows(sequence) ? batch.rowGradients : batch.preGradients;
            int from = batch.gateRowAt(sequence, gate, 0) + panel * width;
            int slot = sequence * Gate.COUNT + gate;
            int rows = choose(
                    batch.keptInputs[slot],
                    batch.keptInputCount[slot],
                    inputs,
                    sequence * inputs * batch.paddedSteps,
                    batch.paddedSteps,
                    scratch.inputs,
                    scratch.result);
            arithmetic.multiplySpread(
                    rows,
                    batch.rowCount[sequence],
                    scratch.inputs,
                    scratch.inputSteps,
                    gradients,
                    from,
                    scratch.gradientSteps,
                    scratch.result,
                    scratch.result,
                    0);
        }
        write(scratch, gate, panel, inputs, batch.shape.inputKernelAt(), scale, gradient);
    }

    /** Sets the rows that are kept, filled up to whole tiles with some row whose result goes to the row after the last. */
    private int choose(int[] kept, int count, int kernelRows, int from, int stride, Rows left, Rows result) {
        int rows = Arithmetic.paddedRows(count);
        for (int i = 0; i < rows; i++) {
            left.offsets()[i] = i < count ? from + kept[i] * stride : from;
            result.offsets()[i] = (i < count ? kept[i] : kernelRows) * width;
        }
        return rows;
    }

    private void write(Scratch scratch, int gate, int panel, int rows, int kernelAt, float scale, float[] gradient) {
        int units = batch.shape.units();
        for (int column = 0; column < width && panel * width + column < units; column++) {
            int to = kernelAt + (gate * units + panel * width + column) * rows;
            for (int row = 0; row < rows; row++) {
                gradient[to + row] = scale * scratch.sums[row * width + column];
            }
        }
    }
}
