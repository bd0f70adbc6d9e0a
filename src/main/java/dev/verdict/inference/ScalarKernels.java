package dev.verdict.inference;

/**
 * Plain loops, for a JVM without the module {@code jdk.incubator.vector} and until the vector loops are compiled. They
 * want a CPU with fused multiply-add (x86 since 2013, any ARM of 64 bits), without which {@link Math#fma} is slow.
 */
final class ScalarKernels implements Kernels {
    /** Long enough inner loops for the compiler to make vectors of by itself. */
    static final int PREFERRED_LANES = 32;

    private final int lanes;

    ScalarKernels(int lanes) {
        this.lanes = lanes;
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public void multiply(
            int rows,
            int depth,
            float[] hidden,
            int stride,
            float[] kernel,
            int from,
            float[] addend,
            int[] addendAt,
            int column,
            float[] sums,
            int to,
            int sumStride) {
        int panel = GATES * lanes;
        for (int row = 0; row < rows; row++) {
            int sumsAt = to + row * sumStride;
            System.arraycopy(addend, addendAt[row] + column, sums, sumsAt, panel);
            for (int k = 0; k < depth; k++) {
                addProduct(hidden[row * stride + k], kernel, from + k * panel, sums, sumsAt, panel);
            }
        }
    }

    /** {@code sums += factor * values} */
    static void addProduct(float factor, float[] values, int from, float[] sums, int to, int length) {
        for (int i = 0; i < length; i++) {
            sums[to + i] = Math.fma(factor, values[from + i], sums[to + i]);
        }
    }

    @Override
    public void gates(int count, float[] sums, float[] cells, float[] hidden, int[] at, int offset) {
        int panel = GATES * lanes;
        for (int i = 0; i < count * panel; i++) {
            sums[i] = exponential(sums[i]);
        }
        for (int n = 0; n < count; n++) {
            for (int lane = 0; lane < lanes; lane++) {
                int from = n * panel + lane;
                int cell = offset + at[n] + lane;
                float forget = sums[from + lanes] + 1;
                float candidate = sums[from + 2 * lanes];
                float both = (sums[from] + 1) * (candidate + 1);
                cells[cell] = Math.fma(cells[cell], both, (candidate - 1) * forget) / (both * forget);
                float power = exponential(cells[cell] * Exponential.TANH_SCALE);
                hidden[cell] = (power - 1) / ((power + 1) * (sums[from + 3 * lanes] + 1));
            }
        }
    }

    @Override
    public void hardGates(int count, float[] sums, float[] cells, float[] hidden, int[] at, int offset) {
        for (int n = 0; n < count; n++) {
            for (int lane = 0; lane < lanes; lane++) {
                int from = n * GATES * lanes + lane;
                int cell = offset + at[n] + lane;
                float kept = withinZeroAndOne(sums[from + lanes]) * cells[cell];
                cells[cell] = Math.fma(withinZeroAndOne(sums[from]), tanh(sums[from + 2 * lanes]), kept);
                float output = withinZeroAndOne(sums[from + 3 * lanes]);
                hidden[cell] = output * tanh(cells[cell] * Exponential.TANH_SCALE);
            }
        }
    }

    private static float withinZeroAndOne(float x) {
        return Math.clamp(x, 0f, 1f);
    }

    /** @param scaled the argument times {@link Exponential#TANH_SCALE} */
    private static float tanh(float scaled) {
        float power = exponential(scaled);
        return (power - 1) / (power + 1);
    }

    private static float exponential(float argument) {
        int bits = Math.min(Float.floatToRawIntBits(argument), Exponential.HIGHEST);
        if (Integer.compareUnsigned(bits, Exponential.LOWEST) > 0) {
            bits = Exponential.LOWEST;
        }
        float x = Float.intBitsToFloat(bits);
        float rounded = x + Exponential.ROUNDER;
        float r = x - (rounded - Exponential.ROUNDER);
        float p = Math.fma(Exponential.P6, r, Exponential.P5);
        p = Math.fma(p, r, Exponential.P4);
        p = Math.fma(p, r, Exponential.P3);
        p = Math.fma(p, r, Exponential.P2);
        p = Math.fma(p, r, Exponential.P1);
        p = Math.fma(p, r, 1);
        int exponent = Float.floatToRawIntBits(rounded) << Exponential.MANTISSA_BITS;
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + exponent);
    }
}
