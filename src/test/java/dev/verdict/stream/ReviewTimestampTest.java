package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

class ReviewTimestampTest {
    private static final long NOW = 1_000;

    @ParameterizedTest(name = "record {0}, partition {1}: {2}")
    @CsvSource({"0, 500, 0", "700, -1, 700", "-1, 500, 500", "-1, 0, 0", "-1, -1, 1000"})
    void shouldFallBackToPartitionTimeAndThenToClockWhenRecordHasNoTimestamp(
            long timestamp, long partitionTime, long expected) {
        // Given
        var extractor = new ReviewTimestamp(InstantSource.fixed(Instant.ofEpochMilli(NOW)));

        // When
        long extracted = extractor.extract(written(timestamp), partitionTime);

        // Then
        assertThat(extracted).isEqualTo(expected);
    }

    private static ConsumerRecord<Object, Object> written(long timestamp) {
        return new ConsumerRecord<>(
                "reviews",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
