package dev.verdict.rollup;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

import java.time.InstantSource;

/**
 * When a review was written: the record's timestamp. One of the future counts as now, as otherwise a single such record would
 * end all windows before it; one that is missing counts as that of the record before it, or else as now.
 */
final class ReviewTime implements TimestampExtractor {
    private final InstantSource clock;

    ReviewTime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> message, long partitionTime) {
        long now = clock.millis();
        if (message.timestamp() < 0) {
            return partitionTime >= 0 ? partitionTime : now;
        }
        return Math.min(message.timestamp(), now);
    }
}
