package dev.verdict.registry;

import java.time.Instant;

/**
 * A record of one of the registry's topics.
 *
 * @param key as text
 * @param value null for a tombstone
 * @param at its timestamp
 * @param hasReport whether the report on a model's training is in a header
 */
record RegistryRecord(
        Source source, String topic, String key, byte[] value, long offset, Instant at, boolean hasReport) {
    enum Source {
        MODELS,
        ACTIVATIONS,
        INSTANCES
    }
}
