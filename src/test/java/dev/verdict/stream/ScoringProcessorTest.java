package dev.verdict.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.TestModels;
import dev.verdict.scoring.Scorer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A task that finds slots of its predecessor in the store. */
class ScoringProcessorTest {
    private final MockProcessorContext<byte[], ScoringOutcome> context = new MockProcessorContext<>();
    private final KeyValueStore<Integer, SourceRecord> slots = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(BatchStore.NAME), Serdes.Integer(), SourceRecordSerde.create())
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void initStore() {
        slots.init(context.getStateStoreContext(), slots);
        context.addStateStore(slots);
        context.setRecordMetadata("reviews", 0, 100);
        context.setCurrentSystemTimeMs(0);
    }

    @Test
    void shouldScoreWhatWaitedInOrderWhenTimeIsUp() {
        // Given
        for (int slot = 40; slot < 52; slot++) {
            slots.put(slot, waiting(slot));
        }
        processor().init(context);

        // When
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(0);

        // Then
        assertThat(forwarded()).startsWith(40L, 41L).endsWith(50L, 51L).hasSize(12);
        assertThat(slots.approximateNumEntries()).isZero();
    }

    @Test
    void shouldPutNewRecordsBehindWhatWaited() {
        // Given
        slots.put(2, waiting(2));
        ScoringProcessor processor = processor();
        processor.init(context);

        // When
        processor.process(new Record<>(new byte[0], review(), 100, new RecordHeaders()));
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(0);

        // Then
        assertThat(forwarded()).containsExactly(2L, 100L);
        assertThat(slots.approximateNumEntries()).isZero();
    }

    @Test
    void shouldScoreAllWhenMoreThanOneBatchWaited() {
        // Given
        for (int slot = 0; slot < 200; slot++) {
            slots.put(slot, waiting(slot));
        }
        processor().init(context);

        // When
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(0);

        // Then
        assertThat(forwarded()).hasSize(200).isSorted();
        assertThat(slots.approximateNumEntries()).isZero();
    }

    private ScoringProcessor processor() {
        StreamConfig config = TestConfigs.of(StreamConfig.class, Map.of());
        BatchScorer scorer = BatchScorer.of(new Scorer(TestModels.withWords("good", "film")));
        return new ScoringProcessor(
                () -> scorer,
                new BatchScoring("sentiments", _ -> 1 << 20),
                config,
                new Breaker(config.breaker(), config.batchSize()),
                new ScoringMetrics(new SimpleMeterRegistry(), InstantSource.system()),
                StreamTracing.OFF);
    }

    /** Timestamps, which are the slots' numbers. */
    private List<Long> forwarded() {
        return context.forwarded().stream()
                .map(forward -> forward.record().timestamp())
                .toList();
    }

    private static SourceRecord waiting(int slot) {
        return new SourceRecord(new byte[0], review(), new RecordHeaders(), slot, "reviews", 0, slot);
    }

    private static byte[] review() {
        return "{\"id\":\"1\",\"text\":\"good\"}".getBytes(UTF_8);
    }
}
