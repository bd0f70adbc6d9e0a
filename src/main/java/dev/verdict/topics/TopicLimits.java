package dev.verdict.topics;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;

/** How much the topics take. Implementations are thread-safe. */
@FunctionalInterface
public interface TopicLimits {
    /**
     * Largest batch of records, in bytes as it is sent, that a topic takes: its {@code max.message.bytes} once the topics
     * were looked at, and the setting for new topics until then.
     */
    int maxMessageBytes(String topic);

    /**
     * Bytes that a record's value may have on the topic.
     *
     * @param key null if there is none
     * @return negative if key and headers alone are too much
     */
    default long roomForValue(String topic, byte[] key, Iterable<Header> headers) {
        // A batch's header has 61 bytes, a record's lengths and offsets at most 21.
        long envelope = 128;
        for (Header header : headers) {
            // Two lengths of at most 5 bytes.
            envelope += 10 + Utils.utf8Length(header.key()) + (header.value() == null ? 0 : header.value().length);
        }
        // What cannot be compressed grows by 4 bytes in 64 KiB (LZ4) or 5 in 16 KiB (gzip).
        int compression = maxMessageBytes(topic) / 1024;
        return maxMessageBytes(topic) - compression - envelope - (key == null ? 0 : key.length);
    }
}
