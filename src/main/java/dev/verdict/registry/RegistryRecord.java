package dev.verdict.registry;

import java.time.Instant;

/**
 * A record of one of the registry's topics.
 *
 * @param key as text
 * @param value null for a tombstone
 * @param at its timestamp
 */
record RegistryRecord(Source source, String topic, String key, byte[] value, long offset, Instant at) {
    enum Source {
        MODELS,
        ACTIVATIONS,
        INSTANCES
    }
}
