package dev.verdict.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A float row vector in the form in which ND4J writes arrays: a buffer of longs that describes the shape, then a buffer
 * with the values; each buffer is its allocation mode, its length and its type, followed by big-endian elements.
 * Reading one neither needs ND4J's native library nor allocates more than the caller expects.
 *
 * @see org.nd4j.linalg.factory.Nd4j#write(org.nd4j.linalg.api.ndarray.INDArray, java.io.DataOutputStream)
 */
final class Coefficients {
    private static final String ALLOCATION_MODE = "MIXED_DATA_TYPES";
    /** ND4J's "extras" word of a dense float32 array. */
    private static final long DENSE_FLOAT = 8192;

    private static final int SHAPE_WORDS = 8;
    /** Of rank 1, as a network's parameters are that Deeplearning4j has just made. */
    private static final int MIN_SHAPE_WORDS = 6;

    private static final int MAX_SHAPE_WORDS = 64;

    private Coefficients() {}

    static byte[] format(float[] values) {
        var buffer = ByteBuffer.allocate(2 * (2 + 16 + 8 + 2 + 5) + 8 * SHAPE_WORDS + 4 * values.length);
        putHeader(buffer, SHAPE_WORDS, "LONG");
        long columns = values.length;
        // rank, shape, strides, extras, element-wise stride, order
        for (long word : new long[] {2, 1, columns, 1, 1, DENSE_FLOAT, 1, 'c'}) {
            buffer.putLong(word);
        }
        putHeader(buffer, values.length, "FLOAT");
        buffer.asFloatBuffer().put(values);
        return Arrays.copyOf(buffer.array(), buffer.position() + 4 * values.length);
    }

    /** @throws IllegalArgumentException if the bytes are not a vector of just that length */
    static float[] parse(byte[] bytes, int expectedLength) {
        var buffer = ByteBuffer.wrap(bytes);
        try {
            long shapeWords = readHeader(buffer, "LONG");
            if (shapeWords < MIN_SHAPE_WORDS || shapeWords > MAX_SHAPE_WORDS) {
                throw new IllegalArgumentException("a shape of " + shapeWords + " words is not that of a vector");
            }
            buffer.position(buffer.position() + 8 * (int) shapeWords);
            long length = readHeader(buffer, "FLOAT");
            if (length != expectedLength || buffer.remaining() != 4L * expectedLength) {
                throw new IllegalArgumentException("the network has " + expectedLength + " parameters, not "
                        + Math.min(length, buffer.remaining() / 4));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the parameters end too early", e);
        }
        float[] values = new float[expectedLength];
        buffer.asFloatBuffer().get(values);
        return values;
    }

    private static void putHeader(ByteBuffer buffer, long length, String type) {
        putUtf(buffer, ALLOCATION_MODE);
        buffer.putLong(length);
        putUtf(buffer, type);
    }

    private static long readHeader(ByteBuffer buffer, String expectedType) {
        readUtf(buffer);
        long length = buffer.getLong();
        String type = readUtf(buffer);
        if (!type.equals(expectedType)) {
            throw new IllegalArgumentException("the parameters are of type " + type + ", not " + expectedType);
        }
        return length;
    }

    private static void putUtf(ByteBuffer buffer, String ascii) {
        buffer.putShort((short) ascii.length()).put(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUtf(ByteBuffer buffer) {
        byte[] ascii = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(ascii);
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
