package dev.verdict.network;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Plain loops, for a JVM that was started without the module {@code jdk.incubator.vector}. */
final class ScalarArithmetic implements Arithmetic {
    private static final int PANEL_WIDTH = 8;

    @Override
    public int panelWidth() {
        return PANEL_WIDTH;
    }

    @Override
    public void multiply(
            int rows, int depth, Rows left, float[] panel, int from, Rows scale, Rows addend, Rows result, int column) {
        float[] sums = new float[PANEL_WIDTH];
        for (int i = 0; i < rows; i++) {
            Arrays.fill(sums, 0);
            for (int l = 0; l < depth; l++) {
                addScaled(left.values()[left.offsets()[i] + l], panel, from + l * PANEL_WIDTH, sums);
            }
            for (int j = 0; j < PANEL_WIDTH; j++) {
                result.values()[result.offsets()[i] + column + j] = addend.values()[addend.offsets()[i] + column + j]
                        + scale.values()[scale.offsets()[i] + column + j] * sums[j];
            }
        }
    }

    @Override
    public void multiplySpread(
            int rows,
            int depth,
            Rows left,
            int[] leftSteps,
            float[] panel,
            int from,
            int[] panelSteps,
            Rows addend,
            Rows result,
            int column) {
        float[] sums = new float[PANEL_WIDTH];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(addend.values(), addend.offsets()[i] + column, sums, 0, PANEL_WIDTH);
            for (int l = 0; l < depth; l++) {
                addScaled(left.values()[left.offsets()[i] + leftSteps[l]], panel, from + panelSteps[l], sums);
            }
            System.arraycopy(sums, 0, result.values(), result.offsets()[i] + column, PANEL_WIDTH);
        }
    }

    private static void addScaled(float factor, float[] values, int from, float[] sums) {
        for (int j = 0; j < PANEL_WIDTH; j++) {
            sums[j] += factor * values[from + j];
        }
    }

    @Override
    public void sigmoid(float[] values, int from, int length) {
        for (int i = from; i < from + length; i++) {
            values[i] = (float) (1 / (1 + Math.exp(-values[i])));
        }
    }

    @Override
    public void hardSigmoid(float[] values, int from, int length) {
        for (int i = from; i < from + length; i++) {
            values[i] = Math.clamp(0.2f * values[i] + 0.5f, 0f, 1f);
        }
    }

    @Override
    public void tanh(float[] values, int from, float[] result, int resultFrom, int length) {
        for (int i = 0; i < length; i++) {
            result[resultFrom + i] = (float) Math.tanh(values[from + i]);
        }
    }

    @Override
    public void product(
            float[] first, int firstFrom, float[] second, int secondFrom, float[] result, int from, int length) {
        for (int i = 0; i < length; i++) {
            result[from + i] = first[firstFrom + i] * second[secondFrom + i];
        }
    }

    @Override
    public void add(float[] values, int from, float[] sum, int sumFrom, int length) {
        for (int i = 0; i < length; i++) {
            sum[sumFrom + i] += values[from + i];
        }
    }

    @Override
    public void cell(float[] gates, int from, float[] cells, int previous, int next, int length) {
        for (int i = 0; i < length; i++) {
            cells[next + i] = gates[from + Gate.FORGET * length + i] * cells[previous + i]
                    + gates[from + Gate.INPUT * length + i] * gates[from + Gate.CANDIDATE * length + i];
        }
    }

    @Override
    public void cellGradient(
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
            int length) {
        for (int i = 0; i < length; i++) {
            float candidate = gates[gatesFrom + Gate.CANDIDATE * length + i];
            float forget = gates[gatesFrom + Gate.FORGET * length + i];
            float output = gates[gatesFrom + Gate.OUTPUT * length + i];
            float input = gates[gatesFrom + Gate.INPUT * length + i];
            float tanhCell = tanhCells[tanhFrom + i];
            float byHidden = hiddenGradient[gradientFrom + i];
            float byCell = cellGradient[gradientFrom + i] + byHidden * output * (1 - tanhCell * tanhCell);
            gates[gatesFrom + Gate.CANDIDATE * length + i] = byCell * input * (1 - candidate * candidate);
            gates[gatesFrom + Gate.FORGET * length + i] = byCell * cells[previous + i] * slope(activation, forget);
            gates[gatesFrom + Gate.OUTPUT * length + i] = byHidden * tanhCell * slope(activation, output);
            gates[gatesFrom + Gate.INPUT * length + i] = byCell * candidate * slope(activation, input);
            cellGradient[gradientFrom + i] = byCell * forget;
        }
    }

    @Override
    public void addRows(float[] values, int from, int rows, int stride, float[] sum) {
        for (int row = 0; row < rows; row++) {
            addScaled(1, values, from + row * stride, sum);
        }
    }

    private static float slope(RecurrentActivation activation, float value) {
        return switch (activation) {
            case SIGMOID -> value * (1 - value);
            case HARD_SIGMOID -> value > 0 && value < 1 ? 0.2f : 0;
        };
    }

    @Override
    public void adam(
            MemorySegment gradient,
            MemorySegment mean,
            MemorySegment variance,
            int from,
            int length,
            KerasAdam.Step step) {
        for (int i = from; i < from + length; i++) {
            float g = gradient.getAtIndex(JAVA_FLOAT, i);
            float m = step.beta1() * mean.getAtIndex(JAVA_FLOAT, i) + (1 - step.beta1()) * g;
            float v = step.beta2() * variance.getAtIndex(JAVA_FLOAT, i) + (1 - step.beta2()) * g * g;
            mean.setAtIndex(JAVA_FLOAT, i, m);
            variance.setAtIndex(JAVA_FLOAT, i, v);
            gradient.setAtIndex(JAVA_FLOAT, i, step.rate() * m / ((float) Math.sqrt(v) + step.epsilon()));
        }
    }
}
