package dev.verdict.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How the stream collects reviews into batches, and when it stops for an outage. */
@ConfigMapping(prefix = "verdict.stream")
public interface StreamConfig {
    /** Most reviews that are scored in one call, from 1 to 4096. */
    @WithDefault("64")
    @Min(1) @Max(4096) int batchSize();

    /** Milliseconds after which a review is scored though its batch is not full; from 1 to 10,000. */
    @WithDefault("5")
    @Min(1) @Max(10_000) int batchWaitMillis();

    Breaker breaker();

    default Duration batchWait() {
        return Duration.ofMillis(batchWaitMillis());
    }

    /** When so many records would become dead letters that it must be an outage. */
    interface Breaker {
        /** More than this share of the window opens the breaker; in [0, 1], and 1 turns it off. */
        @WithDefault("0.5")
        @DecimalMin("0") @DecimalMax("1") double share();

        /** How many of the last records of this instance are looked at; from 1 to 1,000,000. */
        @WithDefault("1000")
        @Min(1) @Max(1_000_000) int window();

        /** Records that must have come since the start, or since it was closed by hand, before it can open; at least 1. */
        @WithDefault("100")
        @Min(1) int minimum();

        /** Milliseconds after which it tries again; at least 1. */
        @WithDefault("30000")
        @Min(1) int delayMillis();

        default Duration delay() {
            return Duration.ofMillis(delayMillis());
        }
    }
}
