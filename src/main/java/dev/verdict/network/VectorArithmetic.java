package dev.verdict.network;

import static dev.verdict.network.VectorFunctions.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * The loops on the CPU's vector registers.
 *
 * <p>Written for what the JIT compiler makes of it (measured on JDK 25 and AVX-512): a product keeps 8 x 2 vectors of
 * sums in registers; one short loop for each nonlinearity, since several exponentials in one loop are not inlined;
 * compare and blend, which cost half of the vector {@code min}; and what follows a product's loop stays under the 35
 * bytes of code up to which the compiler inlines rarely run calls, or every sum becomes an object. Inlined into the loop over
 * time they grow too large to be compiled well, some runs more than others: {@code scripts/verdict} forbids that
 * ({@code -XX:CompileCommand=dontinline}), which makes the recurrence a third faster.
 */
final class VectorArithmetic implements Arithmetic {
    private static final int LANES = SPECIES.length();
    private static final int PANEL_WIDTH = 2 * LANES;

    private final ScalarArithmetic remainder = new ScalarArithmetic(); // for what fills no vector
    private final ThreadLocal<float[]> tileSums = ThreadLocal.withInitial(() -> new float[ROW_TILE * PANEL_WIDTH]);

    @Override
    public int panelWidth() {
        return PANEL_WIDTH;
    }

    @Override
    public void multiply(
            int rows, int depth, Rows left, float[] panel, int from, Rows scale, Rows addend, Rows result, int column) {
        float[] sums = tileSums.get();
        for (int i = 0; i < rows; i += ROW_TILE) {
            sumTile(depth, left, i, panel, from, sums);
            for (int row = 0; row < ROW_TILE; row++) {
                int scaleAt = scale.offsets()[i + row] + column;
                int addendAt = addend.offsets()[i + row] + column;
                int resultAt = result.offsets()[i + row] + column;
                for (int j = 0; j < PANEL_WIDTH; j += LANES) {
                    load(sums, row * PANEL_WIDTH + j)
                            .fma(load(scale.values(), scaleAt + j), load(addend.values(), addendAt + j))
                            .intoArray(result.values(), resultAt + j);
                }
            }
        }
    }

    /** The products of a tile, left in an array: to go on with 16 sums in the same method is too much for the compiler. */
    private static void sumTile(int depth, Rows left, int i, float[] panel, int from, float[] sums) {
        float[] a = left.values();
        int a0 = left.offsets()[i];
        int a1 = left.offsets()[i + 1];
        int a2 = left.offsets()[i + 2];
        int a3 = left.offsets()[i + 3];
        int a4 = left.offsets()[i + 4];
        int a5 = left.offsets()[i + 5];
        int a6 = left.offsets()[i + 6];
        int a7 = left.offsets()[i + 7];
        FloatVector r0l = FloatVector.zero(SPECIES);
        FloatVector r0h = FloatVector.zero(SPECIES);
        FloatVector r1l = FloatVector.zero(SPECIES);
        FloatVector r1h = FloatVector.zero(SPECIES);
        FloatVector r2l = FloatVector.zero(SPECIES);
        FloatVector r2h = FloatVector.zero(SPECIES);
        FloatVector r3l = FloatVector.zero(SPECIES);
        FloatVector r3h = FloatVector.zero(SPECIES);
        FloatVector r4l = FloatVector.zero(SPECIES);
        FloatVector r4h = FloatVector.zero(SPECIES);
        FloatVector r5l = FloatVector.zero(SPECIES);
        FloatVector r5h = FloatVector.zero(SPECIES);
        FloatVector r6l = FloatVector.zero(SPECIES);
        FloatVector r6h = FloatVector.zero(SPECIES);
        FloatVector r7l = FloatVector.zero(SPECIES);
        FloatVector r7h = FloatVector.zero(SPECIES);
        for (int l = 0; l < depth; l++) {
            int at = from + l * PANEL_WIDTH;
            FloatVector low = FloatVector.fromArray(SPECIES, panel, at);
            FloatVector high = FloatVector.fromArray(SPECIES, panel, at + LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + l]);
            r0l = v0.fma(low, r0l);
            r0h = v0.fma(high, r0h);
            FloatVector v1 = FloatVector.broadcast(SPECIES, a[a1 + l]);
            r1l = v1.fma(low, r1l);
            r1h = v1.fma(high, r1h);
            FloatVector v2 = FloatVector.broadcast(SPECIES, a[a2 + l]);
            r2l = v2.fma(low, r2l);
            r2h = v2.fma(high, r2h);
            FloatVector v3 = FloatVector.broadcast(SPECIES, a[a3 + l]);
            r3l = v3.fma(low, r3l);
            r3h = v3.fma(high, r3h);
            FloatVector v4 = FloatVector.broadcast(SPECIES, a[a4 + l]);
            r4l = v4.fma(low, r4l);
            r4h = v4.fma(high, r4h);
            FloatVector v5 = FloatVector.broadcast(SPECIES, a[a5 + l]);
            r5l = v5.fma(low, r5l);
            r5h = v5.fma(high, r5h);
            FloatVector v6 = FloatVector.broadcast(SPECIES, a[a6 + l]);
            r6l = v6.fma(low, r6l);
            r6h = v6.fma(high, r6h);
            FloatVector v7 = FloatVector.broadcast(SPECIES, a[a7 + l]);
            r7l = v7.fma(low, r7l);
            r7h = v7.fma(high, r7h);
        }
        r0l.intoArray(sums, 0);
        r0h.intoArray(sums, LANES);
        r1l.intoArray(sums, PANEL_WIDTH);
        r1h.intoArray(sums, PANEL_WIDTH + LANES);
        r2l.intoArray(sums, 2 * PANEL_WIDTH);
        r2h.intoArray(sums, 2 * PANEL_WIDTH + LANES);
        r3l.intoArray(sums, 3 * PANEL_WIDTH);
        r3h.intoArray(sums, 3 * PANEL_WIDTH + LANES);
        r4l.intoArray(sums, 4 * PANEL_WIDTH);
        r4h.intoArray(sums, 4 * PANEL_WIDTH + LANES);
        r5l.intoArray(sums, 5 * PANEL_WIDTH);
        r5h.intoArray(sums, 5 * PANEL_WIDTH + LANES);
        r6l.intoArray(sums, 6 * PANEL_WIDTH);
        r6h.intoArray(sums, 6 * PANEL_WIDTH + LANES);
        r7l.intoArray(sums, 7 * PANEL_WIDTH);
        r7h.intoArray(sums, 7 * PANEL_WIDTH + LANES);
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
        for (int i = 0; i < rows; i += ROW_TILE) {
            addSpreadTile(depth, left, i, leftSteps, panel, from, panelSteps, addend, result, column);
        }
    }

    private static void addSpreadTile(
            int depth,
            Rows left,
            int i,
            int[] leftSteps,
            float[] panel,
            int from,
            int[] panelSteps,
            Rows addend,
            Rows result,
            int column) {
        float[] a = left.values();
        float[] c = addend.values();
        float[] r = result.values();
        int a0 = left.offsets()[i];
        int a1 = left.offsets()[i + 1];
        int a2 = left.offsets()[i + 2];
        int a3 = left.offsets()[i + 3];
        int a4 = left.offsets()[i + 4];
        int a5 = left.offsets()[i + 5];
        int a6 = left.offsets()[i + 6];
        int a7 = left.offsets()[i + 7];
        int c0 = addend.offsets()[i] + column;
        int c1 = addend.offsets()[i + 1] + column;
        int c2 = addend.offsets()[i + 2] + column;
        int c3 = addend.offsets()[i + 3] + column;
        int c4 = addend.offsets()[i + 4] + column;
        int c5 = addend.offsets()[i + 5] + column;
        int c6 = addend.offsets()[i + 6] + column;
        int c7 = addend.offsets()[i + 7] + column;
        FloatVector r0l = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector r0h = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector r1l = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector r1h = FloatVector.fromArray(SPECIES, c, c1 + LANES);
        FloatVector r2l = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector r2h = FloatVector.fromArray(SPECIES, c, c2 + LANES);
        FloatVector r3l = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector r3h = FloatVector.fromArray(SPECIES, c, c3 + LANES);
        FloatVector r4l = FloatVector.fromArray(SPECIES, c, c4);
        FloatVector r4h = FloatVector.fromArray(SPECIES, c, c4 + LANES);
        FloatVector r5l = FloatVector.fromArray(SPECIES, c, c5);
        FloatVector r5h = FloatVector.fromArray(SPECIES, c, c5 + LANES);
        FloatVector r6l = FloatVector.fromArray(SPECIES, c, c6);
        FloatVector r6h = FloatVector.fromArray(SPECIES, c, c6 + LANES);
        FloatVector r7l = FloatVector.fromArray(SPECIES, c, c7);
        FloatVector r7h = FloatVector.fromArray(SPECIES, c, c7 + LANES);
        for (int l = 0; l < depth; l++) {
            int step = leftSteps[l];
            int at = from + panelSteps[l];
            FloatVector low = FloatVector.fromArray(SPECIES, panel, at);
            FloatVector high = FloatVector.fromArray(SPECIES, panel, at + LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + step]);
            r0l = v0.fma(low, r0l);
            r0h = v0.fma(high, r0h);
            FloatVector v1 = FloatVector.broadcast(SPECIES, a[a1 + step]);
            r1l = v1.fma(low, r1l);
            r1h = v1.fma(high, r1h);
            FloatVector v2 = FloatVector.broadcast(SPECIES, a[a2 + step]);
            r2l = v2.fma(low, r2l);
            r2h = v2.fma(high, r2h);
            FloatVector v3 = FloatVector.broadcast(SPECIES, a[a3 + step]);
            r3l = v3.fma(low, r3l);
            r3h = v3.fma(high, r3h);
            FloatVector v4 = FloatVector.broadcast(SPECIES, a[a4 + step]);
            r4l = v4.fma(low, r4l);
            r4h = v4.fma(high, r4h);
            FloatVector v5 = FloatVector.broadcast(SPECIES, a[a5 + step]);
            r5l = v5.fma(low, r5l);
            r5h = v5.fma(high, r5h);
            FloatVector v6 = FloatVector.broadcast(SPECIES, a[a6 + step]);
            r6l = v6.fma(low, r6l);
            r6h = v6.fma(high, r6h);
            FloatVector v7 = FloatVector.broadcast(SPECIES, a[a7 + step]);
            r7l = v7.fma(low, r7l);
            r7h = v7.fma(high, r7h);
        }
        int o0 = result.offsets()[i] + column;
        r0l.intoArray(r, o0);
        r0h.intoArray(r, o0 + LANES);
        int o1 = result.offsets()[i + 1] + column;
        r1l.intoArray(r, o1);
        r1h.intoArray(r, o1 + LANES);
        int o2 = result.offsets()[i + 2] + column;
        r2l.intoArray(r, o2);
        r2h.intoArray(r, o2 + LANES);
        int o3 = result.offsets()[i + 3] + column;
        r3l.intoArray(r, o3);
        r3h.intoArray(r, o3 + LANES);
        int o4 = result.offsets()[i + 4] + column;
        r4l.intoArray(r, o4);
        r4h.intoArray(r, o4 + LANES);
        int o5 = result.offsets()[i + 5] + column;
        r5l.intoArray(r, o5);
        r5h.intoArray(r, o5 + LANES);
        int o6 = result.offsets()[i + 6] + column;
        r6l.intoArray(r, o6);
        r6h.intoArray(r, o6 + LANES);
        int o7 = result.offsets()[i + 7] + column;
        r7l.intoArray(r, o7);
        r7h.intoArray(r, o7 + LANES);
    }

    @Override
    public void sigmoid(float[] values, int from, int length) {
        for (int i = from; i < from + length; i += LANES) {
            FloatVector x = clamped(load(values, i).neg(), MAX_EXPONENT);
            FloatVector rounded = x.mul(LOG2_E).add(ROUNDER);
            FloatVector power = powerOfTwo(rounded);
            FloatVector exponential = power.fma(exponentialMinusOne(remainder(x, rounded)), power);
            FloatVector one = FloatVector.broadcast(SPECIES, 1f);
            one.div(exponential.add(one)).intoArray(values, i);
        }
    }

    /** With exp(2x) - 1 taken whole, so that small values keep their relative accuracy. */
    @Override
    public void tanh(float[] values, int from, float[] result, int resultFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = load(values, from + i);
            FloatVector x = clamped(z.add(z), MAX_TANH_EXPONENT);
            FloatVector rounded = x.mul(LOG2_E).add(ROUNDER);
            FloatVector power = powerOfTwo(rounded);
            FloatVector minusOne = power.fma(exponentialMinusOne(remainder(x, rounded)), power.sub(1f));
            minusOne.div(minusOne.add(2f)).intoArray(result, resultFrom + i);
        }
    }

    @Override
    public void hardSigmoid(float[] values, int from, int length) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = from; i < from + length; i += LANES) {
            FloatVector line = load(values, i).mul(0.2f).add(0.5f);
            FloatVector below = line.blend(one, line.compare(VectorOperators.GT, one));
            below.blend(zero, below.compare(VectorOperators.LT, zero)).intoArray(values, i);
        }
    }

    @Override
    public void product(
            float[] first, int firstFrom, float[] second, int secondFrom, float[] result, int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(first, firstFrom + i).mul(load(second, secondFrom + i)).intoArray(result, from + i);
        }
    }

    @Override
    public void add(float[] values, int from, float[] sum, int sumFrom, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(sum, sumFrom + i).add(load(values, from + i)).intoArray(sum, sumFrom + i);
        }
    }

    @Override
    public void addRows(float[] values, int from, int rows, int stride, float[] sum) {
        FloatVector low = load(sum, 0);
        FloatVector high = load(sum, LANES);
        for (int row = 0; row < rows; row++) {
            low = low.add(load(values, from + row * stride));
            high = high.add(load(values, from + row * stride + LANES));
        }
        low.intoArray(sum, 0);
        high.intoArray(sum, LANES);
    }

    @Override
    public void cell(float[] gates, int from, float[] cells, int previous, int next, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector kept = load(gates, from + Gate.FORGET * length + i).mul(load(cells, previous + i));
            load(gates, from + Gate.INPUT * length + i)
                    .fma(load(gates, from + Gate.CANDIDATE * length + i), kept)
                    .intoArray(cells, next + i);
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
        boolean hard = activation == RecurrentActivation.HARD_SIGMOID;
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += LANES) {
            FloatVector output = load(gates, gatesFrom + Gate.OUTPUT * length + i);
            FloatVector tanhCell = load(tanhCells, tanhFrom + i);
            FloatVector byHidden = load(hiddenGradient, gradientFrom + i);
            byHidden.mul(tanhCell).mul(slope(output, hard)).intoArray(gates, gatesFrom + Gate.OUTPUT * length + i);
            FloatVector flat = one.sub(tanhCell.mul(tanhCell));
            FloatVector byCell = byHidden.mul(output).fma(flat, load(cellGradient, gradientFrom + i));

            FloatVector candidate = load(gates, gatesFrom + Gate.CANDIDATE * length + i);
            FloatVector input = load(gates, gatesFrom + Gate.INPUT * length + i);
            byCell.mul(input)
                    .mul(one.sub(candidate.mul(candidate)))
                    .intoArray(gates, gatesFrom + Gate.CANDIDATE * length + i);
            byCell.mul(candidate).mul(slope(input, hard)).intoArray(gates, gatesFrom + Gate.INPUT * length + i);

            FloatVector forget = load(gates, gatesFrom + Gate.FORGET * length + i);
            byCell.mul(load(cells, previous + i))
                    .mul(slope(forget, hard))
                    .intoArray(gates, gatesFrom + Gate.FORGET * length + i);
            byCell.mul(forget).intoArray(cellGradient, gradientFrom + i);
        }
    }

    @Override
    public void adam(
            MemorySegment gradient,
            MemorySegment mean,
            MemorySegment variance,
            int from,
            int length,
            KerasAdam.Step step) {
        int whole = SPECIES.loopBound(length);
        FloatVector newShareOfMean = FloatVector.broadcast(SPECIES, 1 - step.beta1());
        FloatVector newShareOfVariance = FloatVector.broadcast(SPECIES, 1 - step.beta2());
        for (int i = from; i < from + whole; i += LANES) {
            long at = (long) i * Float.BYTES;
            FloatVector g = load(gradient, at);
            FloatVector m = g.fma(newShareOfMean, load(mean, at).mul(step.beta1()));
            FloatVector v = g.mul(g).fma(newShareOfVariance, load(variance, at).mul(step.beta2()));
            m.intoMemorySegment(mean, at, ByteOrder.nativeOrder());
            v.intoMemorySegment(variance, at, ByteOrder.nativeOrder());
            m.mul(step.rate())
                    .div(v.sqrt().add(step.epsilon()))
                    .intoMemorySegment(gradient, at, ByteOrder.nativeOrder());
        }
        remainder.adam(gradient, mean, variance, from + whole, length - whole, step);
    }
}
