package dev.verdict.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * The loops on the CPU's vector registers.
 *
 * <p>Written for what the JIT compiler makes of it (measured on JDK 25 and AVX-512): a product keeps 8 x 2 vectors of
 * sums in registers; one short loop for each nonlinearity, since several exponentials in one loop are not inlined;
 * compare and blend, which cost half of the vector {@code min}; and what follows a product's loop stays under the 35
 * bytes of code up to which the compiler inlines rarely run calls, or every sum becomes an object.
 */
final class VectorArithmetic implements Arithmetic {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int PANEL_WIDTH = 2 * LANES;

    private static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts, the first short enough that its multiples are exact (Cephes, expf). */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;
    /** 1.5 * 2^23: added to a small float, it leaves the nearest integer in the low bits. */
    private static final float ROUNDER = 12582912f;

    private static final int MANTISSA_BITS = 23;
    private static final int BITS_OF_ONE = 0x3f800000;
    /** exp of it is still a float. */
    private static final float MAX_EXPONENT = 87;
    /** tanh of half of it is 1 in float32. */
    private static final float MAX_TANH_EXPONENT = 20;

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
        float[] sums = tileSums.get();
        for (int i = 0; i < rows; i += ROW_TILE) {
            sumSpreadTile(depth, left, i, leftSteps, panel, from, panelSteps, sums);
            for (int row = 0; row < ROW_TILE; row++) {
                int addendAt = addend.offsets()[i + row] + column;
                int resultAt = result.offsets()[i + row] + column;
                add(sums, row * PANEL_WIDTH, addend.values(), addendAt, result.values(), resultAt, PANEL_WIDTH);
            }
        }
    }

    private static void sumSpreadTile(
            int depth, Rows left, int i, int[] leftSteps, float[] panel, int from, int[] panelSteps, float[] sums) {
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

    private static FloatVector load(float[] values, int at) {
        return FloatVector.fromArray(SPECIES, values, at);
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

    private static FloatVector clamped(FloatVector x, float bound) {
        FloatVector top = FloatVector.broadcast(SPECIES, bound);
        FloatVector below = x.blend(top, x.compare(VectorOperators.GT, top));
        FloatVector bottom = FloatVector.broadcast(SPECIES, -bound);
        return below.blend(bottom, below.compare(VectorOperators.LT, bottom));
    }

    /** {@code x - n ln 2} for the integer n next to {@code x / ln 2}: within ln 2 / 2 of zero. */
    private static FloatVector remainder(FloatVector x, FloatVector rounded) {
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector high = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
        return n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), high);
    }

    private static FloatVector powerOfTwo(FloatVector rounded) {
        return rounded.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .add(BITS_OF_ONE)
                .reinterpretAsFloats();
    }

    /** Polynomial of Cephes's expf for |r| at most ln 2 / 2. */
    private static FloatVector exponentialMinusOne(FloatVector r) {
        FloatVector sum = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
        return sum.fma(r.mul(r), r);
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
        add(values, from, sum, sumFrom, sum, sumFrom, length);
    }

    private static void add(
            float[] first, int firstFrom, float[] second, int secondFrom, float[] result, int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(first, firstFrom + i).add(load(second, secondFrom + i)).intoArray(result, from + i);
        }
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
            float[] preGradient,
            int length) {
        boolean hard = activation == RecurrentActivation.HARD_SIGMOID;
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += LANES) {
            FloatVector output = load(gates, gatesFrom + Gate.OUTPUT * length + i);
            FloatVector tanhCell = load(tanhCells, tanhFrom + i);
            FloatVector byHidden = load(hiddenGradient, i);
            byHidden.mul(tanhCell).mul(slope(output, hard)).intoArray(preGradient, Gate.OUTPUT * length + i);
            FloatVector flat = one.sub(tanhCell.mul(tanhCell));
            FloatVector byCell = byHidden.mul(output).fma(flat, load(cellGradient, i));

            FloatVector candidate = load(gates, gatesFrom + Gate.CANDIDATE * length + i);
            FloatVector input = load(gates, gatesFrom + Gate.INPUT * length + i);
            byCell.mul(input)
                    .mul(one.sub(candidate.mul(candidate)))
                    .intoArray(preGradient, Gate.CANDIDATE * length + i);
            byCell.mul(candidate).mul(slope(input, hard)).intoArray(preGradient, Gate.INPUT * length + i);

            FloatVector forget = load(gates, gatesFrom + Gate.FORGET * length + i);
            byCell.mul(load(cells, previous + i))
                    .mul(slope(forget, hard))
                    .intoArray(preGradient, Gate.FORGET * length + i);
            byCell.mul(forget).intoArray(cellGradient, i);
        }
    }

    /** Derivative of a gate by what goes into it, from its activation. */
    private static FloatVector slope(FloatVector activation, boolean hard) {
        return hard
                ? hardSlope(activation)
                : activation.mul(FloatVector.broadcast(SPECIES, 1f).sub(activation));
    }

    private static FloatVector hardSlope(FloatVector activation) {
        VectorMask<Float> inside =
                activation.compare(VectorOperators.GT, 0f).and(activation.compare(VectorOperators.LT, 1f));
        return FloatVector.zero(SPECIES).blend(0.2f, inside);
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

    private static FloatVector load(MemorySegment values, long at) {
        return FloatVector.fromMemorySegment(SPECIES, values, at, ByteOrder.nativeOrder());
    }
}
