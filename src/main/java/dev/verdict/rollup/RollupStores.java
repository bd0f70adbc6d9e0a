package dev.verdict.rollup;

import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

import java.util.Map;

/**
 * Where counts are kept: in memory, and on changelogs for whoever takes a partition over. All are cached, so that a subject which
 * is reviewed often costs one record of the changelog between two commits.
 */
final class RollupStores {
    static final String ALL_TIME = "rollup-all";
    /** Keys of what has changed and was not yet told to {@code sentiment.rollups}. */
    static final String CHANGED = "rollup-changed";

    private static final byte[] MARK = {};

    // What is read to restore is what was not cleaned, and cleaning leaves the segment that is written to alone.
    private static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(16 << 20),
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.1");

    private RollupStores() {}

    static String of(RollupWindow window) {
        return "rollup-" + window.name();
    }

    static byte[] mark() {
        return MARK;
    }

    static StoreBuilder<KeyValueStore<String, Rollup>> allTime() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(ALL_TIME), Serdes.String(), Rollup.serde())
                .withCachingEnabled()
                .withLoggingEnabled(CHANGELOG);
    }

    static StoreBuilder<WindowStore<String, Rollup>> windows(RollupWindow window) {
        return Stores.windowStoreBuilder(
                        Stores.inMemoryWindowStore(of(window), window.retention(), window.size(), false),
                        Serdes.String(),
                        Rollup.serde())
                .withCachingEnabled()
                .withLoggingEnabled(CHANGELOG);
    }

    static StoreBuilder<KeyValueStore<RollupKey, byte[]>> changed() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(CHANGED), RollupKey.serde(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(CHANGELOG);
    }
}
