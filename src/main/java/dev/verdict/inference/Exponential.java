package dev.verdict.inference;

/**
 * Constants of {@code 2^x = 2^n p(r)} with {@code n} the integer next to x and r the rest, in [-0.5, 0.5]. The argument
 * is kept within [-40, 40], so that the product of three sums {@code 1 + 2^x} is still a float; beyond, a sigmoid is
 * within 1e-12 of 0 or 1.
 */
final class Exponential {
    static final int HIGHEST = Float.floatToRawIntBits(40f);
    /** As an unsigned integer below that of any number further down. */
    static final int LOWEST = Float.floatToRawIntBits(-40f);
    /** 1.5 * 2^23: added to a small float, it leaves the nearest integer in the low bits. */
    static final float ROUNDER = 12582912f;

    static final int MANTISSA_BITS = 23;

    /** Minimax polynomial of degree 6 for 2^r with p(0) = 1; relative error at most 8e-8 in float32 (own computation). */
    static final float P6 = 0.00015353362f;

    static final float P5 = 0.0013398875f;
    static final float P4 = 0.00961843692f;
    static final float P3 = 0.0555033237f;
    static final float P2 = 0.240226477f;
    static final float P1 = 0.693147182f;

    private static final double LOG2_E = 1 / Math.log(2);

    /** {@code exp(-z) = 2^(SIGMOID_SCALE * z)} */
    static final float SIGMOID_SCALE = (float) -LOG2_E;

    /** {@code exp(2 z) = 2^(TANH_SCALE * z)} */
    static final float TANH_SCALE = (float) (2 * LOG2_E);

    private Exponential() {}
}
