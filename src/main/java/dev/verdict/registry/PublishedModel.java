package dev.verdict.registry;

import dev.verdict.model.ModelCard;
import dev.verdict.model.ModelVersion;

import java.time.Instant;

/**
 * A sound artifact on the models topic.
 *
 * @param sizeBytes of the artifact
 * @param at when it was published, by the record's timestamp
 * @param offset of its record
 * @param hasReport whether the report on its training was published with it
 */
public record PublishedModel(
        ModelVersion version, ModelCard card, int sizeBytes, Instant at, long offset, boolean hasReport) {}
