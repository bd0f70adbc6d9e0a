package dev.verdict.registry;

import dev.verdict.model.ModelVersion;

import java.time.Instant;

/**
 * The order to score with a version, or to let it score alongside.
 *
 * @param share of the reviews that it scores, in (0, 1]; 1 for the active one
 * @param by who gave it
 * @param at when, by the record's timestamp
 * @param offset of its record: a later order has a larger one
 */
public record Activation(ModelVersion version, double share, String by, Instant at, long offset) {}
