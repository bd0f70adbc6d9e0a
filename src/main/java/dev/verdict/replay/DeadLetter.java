package dev.verdict.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verdict.stream.DeadLetterHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter as it lies on its topic.
 *
 * @param reason name of a {@link dev.verdict.review.RejectionReason}, perhaps of another version of Verdict
 * @param source where its record was read
 * @param timestamp the record's
 */
record DeadLetter(ConsumerRecord<byte[], byte[]> message, String reason, TopicPartition source, Instant timestamp) {

    /** @return empty if its headers are not those of a dead letter */
    static Optional<DeadLetter> of(ConsumerRecord<byte[], byte[]> message) {
        Headers headers = message.headers();
        Optional<String> reason = text(headers, DeadLetterHeaders.REASON);
        Optional<String> topic = text(headers, DeadLetterHeaders.SOURCE_TOPIC);
        Optional<Integer> partition = number(headers, DeadLetterHeaders.SOURCE_PARTITION)
                .filter(number -> number <= Integer.MAX_VALUE)
                .map(Long::intValue);
        if (reason.isEmpty() || topic.isEmpty() || partition.isEmpty()) {
            return Optional.empty();
        }
        long timestamp = number(headers, DeadLetterHeaders.SOURCE_TIMESTAMP).orElse(message.timestamp());
        return Optional.of(new DeadLetter(
                message,
                reason.get(),
                new TopicPartition(topic.get(), partition.get()),
                Instant.ofEpochMilli(timestamp)));
    }

    boolean isWhole() {
        Headers headers = message.headers();
        return headers.lastHeader(DeadLetterHeaders.TRUNCATED_BYTES) == null
                && headers.lastHeader(DeadLetterHeaders.DROPPED_KEY_BYTES) == null;
    }

    /** The record as it was, for the partition that it came from, and how often it has been put back. */
    ProducerRecord<byte[], byte[]> record() {
        Headers headers = new RecordHeaders(message.headers());
        DeadLetterHeaders.OF_ONE_DEATH.forEach(headers::remove);
        long replays = number(headers, DeadLetterHeaders.REPLAYS).orElse(0L);
        headers.remove(DeadLetterHeaders.REPLAYS);
        DeadLetterHeaders.put(headers, DeadLetterHeaders.REPLAYS, Long.toString(replays + 1));
        return new ProducerRecord<>(
                source.topic(), source.partition(), timestamp.toEpochMilli(), message.key(), message.value(), headers);
    }

    private static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }

    private static Optional<Long> number(Headers headers, String name) {
        return text(headers, name).filter(value -> value.matches("\\d{1,18}")).map(Long::valueOf);
    }
}
