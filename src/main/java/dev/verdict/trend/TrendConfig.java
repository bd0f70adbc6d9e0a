package dev.verdict.trend;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** The samples that the dashboard's charts are drawn from. */
@ConfigMapping(prefix = "verdict.trend")
public interface TrendConfig {
    /** Milliseconds from sample to sample, from 100 to 3,600,000. */
    @WithDefault("5000")
    @Min(100) @Max(3_600_000) int intervalMillis();

    /** Samples that are kept, from 1 to 100,000. */
    @WithDefault("180")
    @Min(1) @Max(100_000) int points();
}
