package dev.verdict.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Waiting records as the changelog keeps them. A format byte comes first, so that another version of the program says that it
 * cannot read them instead of reading nonsense; byte strings have their length before them, null is length -1.
 */
final class SourceRecordSerde {
    private static final byte FORMAT = 1;
    private static final int NULL = -1;

    private SourceRecordSerde() {}

    static Serde<SourceRecord> create() {
        Deserializer<SourceRecord> deserializer = (_, bytes) -> bytes == null ? null : read(bytes);
        return Serdes.serdeFrom((_, message) -> message == null ? null : write(message), deserializer);
    }

    private static byte[] write(SourceRecord message) {
        var bytes = new ByteArrayOutputStream(128 + (int) message.bytes());
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(message.timestamp());
            out.writeInt(message.partition());
            out.writeLong(message.offset());
            write(out, message.topic().getBytes(UTF_8));
            write(out, message.key());
            write(out, message.value());
            Header[] headers = message.headers().toArray();
            out.writeInt(headers.length);
            for (Header header : headers) {
                write(out, header.key().getBytes(UTF_8));
                write(out, header.value());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        if (bytes == null) {
            out.writeInt(NULL);
        } else {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static SourceRecord read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte format = in.get();
            if (format != FORMAT) {
                throw new SerializationException("waiting records have format " + format
                        + ", which this version of Verdict cannot read: start the version that wrote them");
            }
            long timestamp = in.getLong();
            int partition = in.getInt();
            long offset = in.getLong();
            String topic = new String(readBytes(in), UTF_8);
            byte[] key = readBytes(in);
            byte[] value = readBytes(in);
            Headers headers = new RecordHeaders();
            for (int remaining = in.getInt(); remaining > 0; remaining--) {
                headers.add(new String(readBytes(in), UTF_8), readBytes(in));
            }
            return new SourceRecord(key, value, headers, timestamp, topic, partition, offset);
        } catch (BufferUnderflowException e) {
            throw new SerializationException("a waiting record is cut off after " + bytes.length + " bytes", e);
        }
    }

    private static byte[] readBytes(ByteBuffer in) {
        int length = in.getInt();
        if (length == NULL) {
            return null;
        }
        if (length < 0 || length > in.remaining()) {
            throw new SerializationException("a waiting record names a length of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
