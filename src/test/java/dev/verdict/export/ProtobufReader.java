package dev.verdict.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes a message of protocol buffers apart, knowing nothing of what its fields mean. */
final class ProtobufReader {
    private final Map<Integer, List<Object>> fields = new TreeMap<>(); // Long, Float or byte[]

    private ProtobufReader(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int key = (int) varint(in);
            Object value = switch (key & 7) {
                case 0 -> varint(in);
                case 2 -> {
                    byte[] content = new byte[(int) varint(in)];
                    in.get(content);
                    yield content;
                }
                case 5 -> in.getFloat();
                default -> throw new IllegalArgumentException("wire type " + (key & 7));
            };
            fields.computeIfAbsent(key >>> 3, _ -> new ArrayList<>()).add(value);
        }
    }

    static ProtobufReader of(byte[] bytes) {
        return new ProtobufReader(bytes);
    }

    static ProtobufReader of(ProtobufMessage message) {
        var bytes = new ByteArrayOutputStream();
        try {
            message.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(bytes.toByteArray());
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    /** Numbers of the fields that are there, in order. */
    List<Integer> fields() {
        return List.copyOf(fields.keySet());
    }

    long integer(int field) {
        return integers(field).getFirst();
    }

    List<Long> integers(int field) {
        return values(field).stream().map(Long.class::cast).toList();
    }

    List<Float> numbers(int field) {
        return values(field).stream().map(Float.class::cast).toList();
    }

    String text(int field) {
        return texts(field).getFirst();
    }

    List<String> texts(int field) {
        return values(field).stream()
                .map(value -> new String((byte[]) value, StandardCharsets.UTF_8))
                .toList();
    }

    byte[] bytes(int field) {
        return (byte[]) values(field).getFirst();
    }

    ProtobufReader message(int field) {
        return messages(field).getFirst();
    }

    List<ProtobufReader> messages(int field) {
        return values(field).stream()
                .map(value -> new ProtobufReader((byte[]) value))
                .toList();
    }

    private List<Object> values(int field) {
        return fields.getOrDefault(field, List.of());
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
