package dev.verdict.stream;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A record of the reviews topic as it came, and where from: while it waits for its batch, Kafka's own context moves on.
 *
 * @param key null if it has none
 * @param value null if it has none
 * @param timestamp milliseconds since 1970
 */
record SourceRecord(
        byte[] key, byte[] value, Headers headers, long timestamp, String topic, int partition, long offset) {

    static SourceRecord of(Record<byte[], byte[]> message, RecordMetadata source) {
        return new SourceRecord(
                message.key(),
                message.value(),
                message.headers(),
                message.timestamp(),
                source.topic(),
                source.partition(),
                source.offset());
    }

    /** About as many as it takes when it is stored. */
    long bytes() {
        long bytes = length(key) + length(value);
        for (Header header : headers) {
            bytes += 3L * header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
