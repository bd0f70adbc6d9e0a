package dev.verdict.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in the protocol buffers' wire format, field by field in the order of the calls. Large values are referred to
 * and not copied.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class ProtobufMessage {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int MAX_VARINT_BYTES = 10;

    private final List<byte[]> parts = new ArrayList<>();
    private int length;

    /** An integer or an enumeration's value. */
    ProtobufMessage integer(int field, long value) {
        return key(field, VARINT).varint(value);
    }

    ProtobufMessage number(int field, float value) {
        return key(field, FIXED_32).part(littleEndian(value));
    }

    ProtobufMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** @param value must not be written to afterwards */
    ProtobufMessage bytes(int field, byte[] value) {
        return key(field, LENGTH_DELIMITED).varint(value.length).part(value);
    }

    /** A message inside this one, as it is now. */
    ProtobufMessage message(int field, ProtobufMessage value) {
        key(field, LENGTH_DELIMITED).varint(value.length);
        value.parts.forEach(this::part);
        return this;
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
    }

    /** IEEE 754 single precision, least significant byte first. */
    static byte[] littleEndian(float... values) {
        var buffer = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private ProtobufMessage key(int field, int wireType) {
        return varint((long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; the highest bit of a byte says that more follow. */
    private ProtobufMessage varint(long value) {
        var buffer = ByteBuffer.allocate(MAX_VARINT_BYTES);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest).flip();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return part(bytes);
    }

    private ProtobufMessage part(byte[] bytes) {
        length = Math.addExact(length, bytes.length);
        parts.add(bytes);
        return this;
    }
}
