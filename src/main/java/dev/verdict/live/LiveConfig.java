package dev.verdict.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** The live feed of sentiments. */
@ConfigMapping(prefix = "verdict.live")
public interface LiveConfig {
    /** Whether this instance reads the sentiments topic to show it. */
    @WithDefault("true")
    boolean enabled();

    /** Sentiments that are kept for listeners who come back, and that wait for a slow one; from 1 to 100,000. */
    @WithDefault("1000")
    @Min(1) @Max(100_000) int recent();

    /** Most listeners at a time, at least 1. */
    @WithDefault("1000")
    @Min(1) int listeners();

    /** Milliseconds between heartbeats, from 100 to 60,000. */
    @WithDefault("2000")
    @Min(100) @Max(60_000) int heartbeatMillis();

    /** Whether the texts of reviews may be read over HTTP. */
    @WithDefault("true")
    boolean texts();
}
