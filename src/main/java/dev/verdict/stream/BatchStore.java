package dev.verdict.stream;

import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import java.util.Map;

/**
 * The slots in which records wait for their batch. Kafka Streams commits the offset of a record as soon as it was handed to a
 * processor, so what waits must be in a store that is committed along. It is cached: a slot that is filled and emptied
 * between two commits costs one small record of the changelog, however often. It is in memory: there is little to restore,
 * and nothing is left on disk.
 */
final class BatchStore {
    static final String NAME = "batch";

    /**
     * Larger records are not put into slots but scored at once, so that what a topic takes never has to be what the changelog
     * takes.
     */
    static final int LARGEST_RECORD = 256 << 10;

    // All of the changelog is read when a partition is taken over. Cleaning leaves the segment that is written to
    // alone.
    private static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(2 << 20),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.1",
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            "60000",
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(1 << 20));

    private BatchStore() {}

    static StoreBuilder<KeyValueStore<Integer, SourceRecord>> create() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(NAME), Serdes.Integer(), SourceRecordSerde.create())
                .withCachingEnabled()
                .withLoggingEnabled(CHANGELOG);
    }
}
