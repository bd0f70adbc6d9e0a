package dev.verdict.network;

import java.util.Arrays;

/**
 * The loss's gradients by the two kernels and the bias, summed over sequences and steps. A task sums one gate of one kernel
 * over one part of the sequences, in their order; the parts are then added. So the sums come out the same whichever thread
 * does what. What a sequence drops adds nothing and is left out.
 */
final class KernelGradients {
    /** Of the sequences: each is read as often as there are gates, so that few and large parts cost least. */
    private static final int PARTS = 2;

    private static final int KERNELS = 2; // the recurrent one and the input's

    private final Minibatch batch;
    private final Arithmetic arithmetic;
    private final int width; // of a panel
    private final int panels;
    private final Sum[] sums; // [task]

    KernelGradients(Minibatch batch, Arithmetic arithmetic) {
        this.batch = batch;
        this.arithmetic = arithmetic;
        this.width = arithmetic.panelWidth();
        this.panels = batch.paddedUnits / width;
        this.sums = new Sum[tasks()];
        for (int task = 0; task < sums.length; task++) {
            sums[task] = isRecurrent(task)
                    ? new Sum(
                            batch.shape.units(),
                            batch.hidden,
                            Rows.spaced(batch.hidden, batch.steps, 0, batch.hiddenStride))
                    : new Sum(batch.shape.inputs(), batch.inputs, Rows.spaced(batch.inputs, batch.steps, 0, 1));
        }
    }

    /** Memory of one task. */
    private final class Sum {
        final int rows; // of the kernel
        final int panelSize; // elements of a panel; its last row takes what only fills a tile
        final float[] values; // (panels, rows + 1, panel width)
        final float[][] bias; // [panel][panel width]
        final Rows result;
        final Rows left;
        final int[] leftSteps; // (steps)
        final int[] gradientSteps; // (steps)

        Sum(int rows, float[] leftValues, Rows leftSteps) {
            this.rows = rows;
            this.panelSize = (rows + 1) * width;
            this.values = new float[panels * panelSize];
            this.bias = new float[panels][width];
            int tileRows = Arithmetic.paddedRows(rows);
            this.result = new Rows(values, new int[tileRows]);
            this.left = new Rows(leftValues, new int[tileRows]);
            this.leftSteps = leftSteps.offsets();
            this.gradientSteps =
                    Rows.spaced(batch.gates, batch.steps, 0, batch.gateStride).offsets();
        }

        /** Sets the rows that are kept, filled up to whole tiles with some row whose result goes to the last one. */
        int choose(int[] kept, int count, int from, int stride) {
            int chosen = Arithmetic.paddedRows(count);
            for (int i = 0; i < chosen; i++) {
                left.offsets()[i] = i < count ? from + kept[i] * stride : from;
                result.offsets()[i] = (i < count ? kept[i] : rows) * width;
            }
            return chosen;
        }

        /** Adds the products of the chosen rows with the gradients of a gate, {@code depth} of them from {@code from} on. */
        void add(int chosen, int depth, float[] gradients, int from) {
            for (int panel = 0; panel < panels; panel++) {
                arithmetic.multiplySpread(
                        chosen,
                        depth,
                        left,
                        leftSteps,
                        gradients,
                        from + panel * width,
                        gradientSteps,
                        result,
                        result,
                        panel * panelSize);
            }
        }
    }

    /** Part by part, so that a thread begins with the sequences that it has just worked on. */
    int tasks() {
        return PARTS * KERNELS * Gate.COUNT;
    }

    private static boolean isRecurrent(int task) {
        return task / Gate.COUNT % KERNELS == 0;
    }

    void sum(int task) {
        int gate = task % Gate.COUNT;
        int part = task / Gate.COUNT / KERNELS;
        Sum sum = sums[task];
        Arrays.fill(sum.values, 0);
        for (float[] panel : sum.bias) {
            Arrays.fill(panel, 0);
        }
        int end = partBegin(part + 1);
        for (int sequence = partBegin(part); sequence < end; sequence++) {
            if (isRecurrent(task)) {
                addRecurrent(sum, sequence, gate);
            } else {
                addInput(sum, sequence, gate);
            }
        }
    }

    private int partBegin(int part) {
        return batch.sequences * part / PARTS;
    }

    private void addRecurrent(Sum sum, int sequence, int gate) {
        int from = batch.gateRowAt(sequence, 0) + gate * batch.paddedUnits;
        for (int panel = 0; panel < panels; panel++) {
            arithmetic.addRows(batch.gates, from + panel * width, batch.steps, batch.gateStride, sum.bias[panel]);
        }
        int slot = sequence * Gate.COUNT + gate;
        int chosen = sum.choose(batch.keptUnits[slot], batch.keptUnitCount[slot], batch.hiddenRowAt(sequence, 0), 1);
        // a step's output meets the next step's gradient
        sum.add(chosen, batch.steps - 1, batch.gates, from + batch.gateStride);
    }

    private void addInput(Sum sum, int sequence, int gate) {
        int slot = sequence * Gate.COUNT + gate;
        int chosen = sum.choose(
                batch.keptInputs[slot],
                batch.keptInputCount[slot],
                sequence * batch.shape.inputs() * batch.paddedSteps,
                batch.paddedSteps);
        float[] gradients = batch.hasRepeatedRows(sequence) ? batch.rows : batch.gates;
        int from = batch.gateRowAt(sequence, 0) + gate * batch.paddedUnits;
        sum.add(chosen, batch.rowCount[sequence], gradients, from);
    }

    /** Columns of both kernels that {@link #write} takes at once: a panel of a gate of a kernel is a task. */
    int writeTasks() {
        return KERNELS * Gate.COUNT * panels;
    }

    /** Adds the parts and writes the gradients where the parameters lie. */
    void write(int writeTask, float[] gradient, float inputScale, float recurrentScale) {
        int task = writeTask / panels; // of the first part
        int panel = writeTask % panels;
        int gate = task % Gate.COUNT;
        boolean recurrent = isRecurrent(task);
        int units = batch.shape.units();
        int rows = sums[task].rows;
        float scale = recurrent ? recurrentScale : inputScale;
        int kernelAt = recurrent ? batch.shape.recurrentKernelAt() : batch.shape.inputKernelAt();
        for (int column = 0; column < width && panel * width + column < units; column++) {
            int unit = gate * units + panel * width + column;
            int from = panel * sums[task].panelSize + column;
            for (int row = 0; row < rows; row++) {
                gradient[kernelAt + unit * rows + row] = scale * sumOfParts(task, from + row * width);
            }
            if (recurrent) {
                float bias = 0;
                for (int part = task; part < sums.length; part += KERNELS * Gate.COUNT) {
                    bias += sums[part].bias[panel][column];
                }
                gradient[batch.shape.biasAt() + unit] = bias;
            }
        }
    }

    private float sumOfParts(int task, int at) {
        float sum = 0;
        for (int part = task; part < sums.length; part += KERNELS * Gate.COUNT) {
            sum += sums[part].values[at];
        }
        return sum;
    }
}
