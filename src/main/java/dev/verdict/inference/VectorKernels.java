package dev.verdict.inference;

import static dev.verdict.inference.Exponential.HIGHEST;
import static dev.verdict.inference.Exponential.LOWEST;
import static dev.verdict.inference.Exponential.MANTISSA_BITS;
import static dev.verdict.inference.Exponential.P1;
import static dev.verdict.inference.Exponential.P2;
import static dev.verdict.inference.Exponential.P3;
import static dev.verdict.inference.Exponential.P4;
import static dev.verdict.inference.Exponential.P5;
import static dev.verdict.inference.Exponential.P6;
import static dev.verdict.inference.Exponential.ROUNDER;
import static dev.verdict.inference.Exponential.TANH_SCALE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops on the CPU's vector registers.
 *
 * <p>Written for what the JIT compiler makes of it (measured on JDK 25): a tile keeps a row's four gates times four rows
 * in 16 registers where there are 32, times two rows in 8 where there are 16, and leaves its sums in memory, since to go
 * on with them in the same method is too much for the compiler; one exponential in a loop's body for the same reason; a
 * clamp by integer minima on the bits, which are one instruction each where float minima are several.
 */
final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int PANEL = GATES * LANES;
    private static final int BITS_OF_ONE = Float.floatToRawIntBits(1);

    private static final Pass[] SIGMOID_GATES = {
        (count, sums, _, _, _, _) -> exponentials(count, sums),
        (count, sums, cells, _, at, offset) -> cells(count, sums, cells, at, offset),
        VectorKernels::hidden
    };
    private static final Pass[] HARD_SIGMOID_GATES = {
        (count, sums, _, _, _, _) -> hardCandidates(count, sums),
        (count, sums, cells, _, at, offset) -> hardCells(count, sums, cells, at, offset),
        VectorKernels::hardHidden
    };

    /** Of the CPUs with vectors of eight floats or fewer, those of the x86 line have 16 registers and the others 32. */
    private static final boolean HAS_32_REGISTERS =
            LANES >= 16 || !System.getProperty("os.arch").matches("amd64|x86_64|x86");

    /**
     * One of the loops in which gates are applied. They are called through an interface with more than two implementations,
     * which the compiler does not inline: all in one method, they would be beyond the 8000 bytes of code after which it
     * inlines no method of ours, and every exponential would become an object.
     */
    private interface Pass {
        void run(int count, float[] sums, float[] cells, float[] hidden, int[] at, int offset);
    }

    @Override
    public int lanes() {
        return LANES;
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
        int row = 0;
        if (HAS_32_REGISTERS) {
            for (; row + 4 <= rows; row += 4) {
                tile4(row, depth, hidden, stride, kernel, from, addend, addendAt, column, sums, to, sumStride);
            }
        }
        for (; row + 2 <= rows; row += 2) {
            tile2(row, depth, hidden, stride, kernel, from, addend, addendAt, column, sums, to, sumStride);
        }
        if (row < rows) {
            tile1(row, depth, hidden, stride, kernel, from, addend, addendAt, column, sums, to, sumStride);
        }
    }

    private static void tile4(
            int row,
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
        int h0 = row * stride;
        int h1 = h0 + stride;
        int h2 = h1 + stride;
        int h3 = h2 + stride;
        int a0 = addendAt[row] + column;
        int a1 = addendAt[row + 1] + column;
        int a2 = addendAt[row + 2] + column;
        int a3 = addendAt[row + 3] + column;
        FloatVector i0 = load(addend, a0);
        FloatVector f0 = load(addend, a0 + LANES);
        FloatVector c0 = load(addend, a0 + 2 * LANES);
        FloatVector o0 = load(addend, a0 + 3 * LANES);
        FloatVector i1 = load(addend, a1);
        FloatVector f1 = load(addend, a1 + LANES);
        FloatVector c1 = load(addend, a1 + 2 * LANES);
        FloatVector o1 = load(addend, a1 + 3 * LANES);
        FloatVector i2 = load(addend, a2);
        FloatVector f2 = load(addend, a2 + LANES);
        FloatVector c2 = load(addend, a2 + 2 * LANES);
        FloatVector o2 = load(addend, a2 + 3 * LANES);
        FloatVector i3 = load(addend, a3);
        FloatVector f3 = load(addend, a3 + LANES);
        FloatVector c3 = load(addend, a3 + 2 * LANES);
        FloatVector o3 = load(addend, a3 + 3 * LANES);
        for (int k = 0; k < depth; k++) {
            int at = from + k * PANEL;
            FloatVector input = load(kernel, at);
            FloatVector forget = load(kernel, at + LANES);
            FloatVector candidate = load(kernel, at + 2 * LANES);
            FloatVector output = load(kernel, at + 3 * LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, hidden[h0 + k]);
            i0 = v0.fma(input, i0);
            f0 = v0.fma(forget, f0);
            c0 = v0.fma(candidate, c0);
            o0 = v0.fma(output, o0);
            FloatVector v1 = FloatVector.broadcast(SPECIES, hidden[h1 + k]);
            i1 = v1.fma(input, i1);
            f1 = v1.fma(forget, f1);
            c1 = v1.fma(candidate, c1);
            o1 = v1.fma(output, o1);
            FloatVector v2 = FloatVector.broadcast(SPECIES, hidden[h2 + k]);
            i2 = v2.fma(input, i2);
            f2 = v2.fma(forget, f2);
            c2 = v2.fma(candidate, c2);
            o2 = v2.fma(output, o2);
            FloatVector v3 = FloatVector.broadcast(SPECIES, hidden[h3 + k]);
            i3 = v3.fma(input, i3);
            f3 = v3.fma(forget, f3);
            c3 = v3.fma(candidate, c3);
            o3 = v3.fma(output, o3);
        }
        int s0 = to + row * sumStride;
        int s1 = s0 + sumStride;
        int s2 = s1 + sumStride;
        int s3 = s2 + sumStride;
        i0.intoArray(sums, s0);
        f0.intoArray(sums, s0 + LANES);
        c0.intoArray(sums, s0 + 2 * LANES);
        o0.intoArray(sums, s0 + 3 * LANES);
        i1.intoArray(sums, s1);
        f1.intoArray(sums, s1 + LANES);
        c1.intoArray(sums, s1 + 2 * LANES);
        o1.intoArray(sums, s1 + 3 * LANES);
        i2.intoArray(sums, s2);
        f2.intoArray(sums, s2 + LANES);
        c2.intoArray(sums, s2 + 2 * LANES);
        o2.intoArray(sums, s2 + 3 * LANES);
        i3.intoArray(sums, s3);
        f3.intoArray(sums, s3 + LANES);
        c3.intoArray(sums, s3 + 2 * LANES);
        o3.intoArray(sums, s3 + 3 * LANES);
    }

    private static void tile2(
            int row,
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
        int h0 = row * stride;
        int h1 = h0 + stride;
        int a0 = addendAt[row] + column;
        int a1 = addendAt[row + 1] + column;
        FloatVector i0 = load(addend, a0);
        FloatVector f0 = load(addend, a0 + LANES);
        FloatVector c0 = load(addend, a0 + 2 * LANES);
        FloatVector o0 = load(addend, a0 + 3 * LANES);
        FloatVector i1 = load(addend, a1);
        FloatVector f1 = load(addend, a1 + LANES);
        FloatVector c1 = load(addend, a1 + 2 * LANES);
        FloatVector o1 = load(addend, a1 + 3 * LANES);
        for (int k = 0; k < depth; k++) {
            int at = from + k * PANEL;
            FloatVector input = load(kernel, at);
            FloatVector forget = load(kernel, at + LANES);
            FloatVector candidate = load(kernel, at + 2 * LANES);
            FloatVector output = load(kernel, at + 3 * LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, hidden[h0 + k]);
            i0 = v0.fma(input, i0);
            f0 = v0.fma(forget, f0);
            c0 = v0.fma(candidate, c0);
            o0 = v0.fma(output, o0);
            FloatVector v1 = FloatVector.broadcast(SPECIES, hidden[h1 + k]);
            i1 = v1.fma(input, i1);
            f1 = v1.fma(forget, f1);
            c1 = v1.fma(candidate, c1);
            o1 = v1.fma(output, o1);
        }
        int s0 = to + row * sumStride;
        int s1 = s0 + sumStride;
        i0.intoArray(sums, s0);
        f0.intoArray(sums, s0 + LANES);
        c0.intoArray(sums, s0 + 2 * LANES);
        o0.intoArray(sums, s0 + 3 * LANES);
        i1.intoArray(sums, s1);
        f1.intoArray(sums, s1 + LANES);
        c1.intoArray(sums, s1 + 2 * LANES);
        o1.intoArray(sums, s1 + 3 * LANES);
    }

    private static void tile1(
            int row,
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
        int h0 = row * stride;
        int a0 = addendAt[row] + column;
        FloatVector i0 = load(addend, a0);
        FloatVector f0 = load(addend, a0 + LANES);
        FloatVector c0 = load(addend, a0 + 2 * LANES);
        FloatVector o0 = load(addend, a0 + 3 * LANES);
        for (int k = 0; k < depth; k++) {
            int at = from + k * PANEL;
            FloatVector input = load(kernel, at);
            FloatVector forget = load(kernel, at + LANES);
            FloatVector candidate = load(kernel, at + 2 * LANES);
            FloatVector output = load(kernel, at + 3 * LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, hidden[h0 + k]);
            i0 = v0.fma(input, i0);
            f0 = v0.fma(forget, f0);
            c0 = v0.fma(candidate, c0);
            o0 = v0.fma(output, o0);
        }
        int s0 = to + row * sumStride;
        i0.intoArray(sums, s0);
        f0.intoArray(sums, s0 + LANES);
        c0.intoArray(sums, s0 + 2 * LANES);
        o0.intoArray(sums, s0 + 3 * LANES);
    }

    private static FloatVector load(float[] values, int at) {
        return FloatVector.fromArray(SPECIES, values, at);
    }

    @Override
    public void gates(int count, float[] sums, float[] cells, float[] hidden, int[] at, int offset) {
        for (Pass pass : SIGMOID_GATES) {
            pass.run(count, sums, cells, hidden, at, offset);
        }
    }

    @Override
    public void hardGates(int count, float[] sums, float[] cells, float[] hidden, int[] at, int offset) {
        for (Pass pass : HARD_SIGMOID_GATES) {
            pass.run(count, sums, cells, hidden, at, offset);
        }
    }

    private static void exponentials(int count, float[] sums) {
        for (int i = 0; i < count * PANEL; i += LANES) {
            exponential(load(sums, i)).intoArray(sums, i);
        }
    }

    /** With the exponentials I, F, C of the gates: {@code (c (1 + I)(1 + C) + (C - 1)(1 + F)) / ((1 + I)(1 + C)(1 + F))}. */
    private static void cells(int count, float[] sums, float[] cells, int[] at, int offset) {
        for (int n = 0; n < count; n++) {
            int from = n * PANEL;
            int cell = offset + at[n];
            FloatVector input = load(sums, from).add(1f);
            FloatVector forget = load(sums, from + LANES).add(1f);
            FloatVector candidate = load(sums, from + 2 * LANES);
            FloatVector both = input.mul(candidate.add(1f));
            FloatVector sum = load(cells, cell).fma(both, candidate.sub(1f).mul(forget));
            sum.div(both.mul(forget)).intoArray(cells, cell);
        }
    }

    /** With the exponentials O of the gate and T of the cell: {@code (T - 1) / ((1 + T)(1 + O))}. */
    private static void hidden(int count, float[] sums, float[] cells, float[] hidden, int[] at, int offset) {
        for (int n = 0; n < count; n++) {
            int cell = offset + at[n];
            FloatVector output = load(sums, n * PANEL + 3 * LANES).add(1f);
            FloatVector power = exponential(load(cells, cell).mul(TANH_SCALE));
            power.sub(1f).div(power.add(1f).mul(output)).intoArray(hidden, cell);
        }
    }

    private static void hardCandidates(int count, float[] sums) {
        for (int n = 0; n < count; n++) {
            int at = n * PANEL + 2 * LANES;
            FloatVector power = exponential(load(sums, at));
            power.sub(1f).div(power.add(1f)).intoArray(sums, at);
        }
    }

    private static void hardCells(int count, float[] sums, float[] cells, int[] at, int offset) {
        for (int n = 0; n < count; n++) {
            int from = n * PANEL;
            int cell = offset + at[n];
            FloatVector kept = withinZeroAndOne(load(sums, from + LANES)).mul(load(cells, cell));
            withinZeroAndOne(load(sums, from))
                    .fma(load(sums, from + 2 * LANES), kept)
                    .intoArray(cells, cell);
        }
    }

    private static void hardHidden(int count, float[] sums, float[] cells, float[] hidden, int[] at, int offset) {
        for (int n = 0; n < count; n++) {
            int cell = offset + at[n];
            FloatVector output = withinZeroAndOne(load(sums, n * PANEL + 3 * LANES));
            FloatVector power = exponential(load(cells, cell).mul(TANH_SCALE));
            output.mul(power.sub(1f).div(power.add(1f))).intoArray(hidden, cell);
        }
    }

    private static FloatVector withinZeroAndOne(FloatVector x) {
        return x.reinterpretAsInts()
                .lanewise(VectorOperators.MAX, 0)
                .lanewise(VectorOperators.MIN, BITS_OF_ONE)
                .reinterpretAsFloats();
    }

    /** 2^x; see {@link Exponential}. */
    private static FloatVector exponential(FloatVector argument) {
        FloatVector x = argument.reinterpretAsInts()
                .lanewise(VectorOperators.MIN, HIGHEST)
                .lanewise(VectorOperators.UMIN, LOWEST)
                .reinterpretAsFloats();
        FloatVector rounded = x.add(ROUNDER);
        FloatVector r = x.sub(rounded.sub(ROUNDER));
        FloatVector p = FloatVector.broadcast(SPECIES, P6);
        p = p.fma(r, FloatVector.broadcast(SPECIES, P5));
        p = p.fma(r, FloatVector.broadcast(SPECIES, P4));
        p = p.fma(r, FloatVector.broadcast(SPECIES, P3));
        p = p.fma(r, FloatVector.broadcast(SPECIES, P2));
        p = p.fma(r, FloatVector.broadcast(SPECIES, P1));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1f));
        IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }
}
