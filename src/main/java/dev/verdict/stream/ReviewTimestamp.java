package dev.verdict.stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

import java.time.InstantSource;

/**
 * The record's own timestamp; where it has none, that of the record before it in the partition, or else the time of day.
 * Kafka's own extractors stop the stream at such a record, or drop it.
 */
final class ReviewTimestamp implements TimestampExtractor {
    private final InstantSource clock;

    ReviewTimestamp(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> message, long partitionTime) {
        if (message.timestamp() >= 0) {
            return message.timestamp();
        }
        return partitionTime >= 0 ? partitionTime : clock.millis();
    }
}
