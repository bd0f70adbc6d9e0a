package dev.verdict.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * What the loops of {@link VectorArithmetic} do with a vector. They stand in a class of their own since the compiler is to
 * inline these and none of the loops.
 */
final class VectorFunctions {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts, the first short enough that its multiples are exact (Cephes, expf). */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;
    /** 1.5 * 2^23: added to a small float, it leaves the nearest integer in the low bits. */
    static final float ROUNDER = 12582912f;

    private static final int MANTISSA_BITS = 23;
    private static final int BITS_OF_ONE = 0x3f800000;
    /** exp of it is still a float. */
    static final float MAX_EXPONENT = 87;
    /** tanh of half of it is 1 in float32. */
    static final float MAX_TANH_EXPONENT = 20;

    private VectorFunctions() {}

    static FloatVector load(float[] values, int at) {
        return FloatVector.fromArray(SPECIES, values, at);
    }

    static FloatVector load(MemorySegment values, long at) {
        return FloatVector.fromMemorySegment(SPECIES, values, at, ByteOrder.nativeOrder());
    }

    static FloatVector clamped(FloatVector x, float bound) {
        FloatVector top = FloatVector.broadcast(SPECIES, bound);
        FloatVector below = x.blend(top, x.compare(VectorOperators.GT, top));
        FloatVector bottom = FloatVector.broadcast(SPECIES, -bound);
        return below.blend(bottom, below.compare(VectorOperators.LT, bottom));
    }

    /** {@code x - n ln 2} for the integer n next to {@code x / ln 2}: within ln 2 / 2 of zero. */
    static FloatVector remainder(FloatVector x, FloatVector rounded) {
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector high = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
        return n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), high);
    }

    static FloatVector powerOfTwo(FloatVector rounded) {
        return rounded.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .add(BITS_OF_ONE)
                .reinterpretAsFloats();
    }

    /** Polynomial of Cephes's expf for |r| at most ln 2 / 2. */
    static FloatVector exponentialMinusOne(FloatVector r) {
        FloatVector sum = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
        sum = sum.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
        return sum.fma(r.mul(r), r);
    }

    /** Derivative of a gate by what goes into it, from its activation. */
    static FloatVector slope(FloatVector activation, boolean hard) {
        return hard
                ? hardSlope(activation)
                : activation.mul(FloatVector.broadcast(SPECIES, 1f).sub(activation));
    }

    private static FloatVector hardSlope(FloatVector activation) {
        VectorMask<Float> inside =
                activation.compare(VectorOperators.GT, 0f).and(activation.compare(VectorOperators.LT, 1f));
        return FloatVector.zero(SPECIES).blend(0.2f, inside);
    }
}
