package dev.verdict.stream;

import dev.verdict.stream.ScoringOutcome.Rejected;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

import java.util.Arrays;

/**
 * Writes the dead letter of a rejected record: its original key, value and headers, and headers that say why and where
 * from. What the topic would refuse for its size is cut until it fits, first the value and then key and headers, and
 * headers say so; the whole record stands where the source headers point.
 */
final class DeadLetterProcessor extends ContextualProcessor<byte[], ScoringOutcome, byte[], byte[]> {
    private static final byte[] NO_KEY = null;

    private final String topic;
    private final OutputLimit limit;

    /** @param topic where the dead letters go */
    DeadLetterProcessor(String topic, OutputLimit limit) {
        this.topic = topic;
        this.limit = limit;
    }

    @Override
    public void process(Record<byte[], ScoringOutcome> message) {
        var rejected = (Rejected) message.value();
        byte[] value = rejected.source().value();
        Headers headers = DeadLetterHeaders.with(message.headers(), rejected);
        context()
                .forward(
                        hasRoom(message.key(), headers, value)
                                ? message.withValue(value).withHeaders(headers)
                                : cut(message, rejected, headers));
    }

    private boolean hasRoom(byte[] key, Headers headers, byte[] value) {
        return limit.roomForValue(topic, key, headers) >= (value == null ? 0 : value.length);
    }

    private Record<byte[], byte[]> cut(Record<byte[], ScoringOutcome> message, Rejected rejected, Headers headers) {
        byte[] original = rejected.source().value();
        markTruncated(headers, original);
        long room = limit.roomForValue(topic, message.key(), headers);
        if (room >= 0) {
            return message.withValue(beginning(original, room)).withHeaders(headers);
        }
        Headers ours = DeadLetterHeaders.with(new RecordHeaders(), rejected);
        int keyBytes = message.key() == null ? 0 : message.key().length;
        DeadLetterHeaders.put(ours, DeadLetterHeaders.DROPPED_KEY_BYTES, Integer.toString(keyBytes));
        if (!hasRoom(NO_KEY, ours, original)) {
            markTruncated(ours, original);
        }
        byte[] value = beginning(original, Math.max(0, limit.roomForValue(topic, NO_KEY, ours)));
        return new Record<>(NO_KEY, value, message.timestamp(), ours);
    }

    private static void markTruncated(Headers headers, byte[] value) {
        if (value != null) {
            DeadLetterHeaders.put(headers, DeadLetterHeaders.TRUNCATED_BYTES, Integer.toString(value.length));
        }
    }

    private static byte[] beginning(byte[] value, long room) {
        return value == null || value.length <= room ? value : Arrays.copyOf(value, (int) room);
    }
}
