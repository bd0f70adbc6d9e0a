package dev.verdict.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;

/** How models come and go. */
@ConfigMapping(prefix = "verdict.registry")
public interface RegistryConfig {
    /** Milliseconds between two announcements of this instance; at least 100. One that misses five is taken to be gone. */
    @WithDefault("2000")
    @Min(100) int heartbeatMillis();

    Gate gate();

    default Duration instancePatience() {
        return Duration.ofMillis(5L * heartbeatMillis());
    }

    /** When a trained model is activated without anybody's doing. */
    interface Gate {
        /** Least test accuracy; in [0, 1]. */
        @WithDefault("0.80")
        @DecimalMin("0") @DecimalMax("1") double floor();

        /** How much less than the active model's it may be on the same test data; in [0, 1]. */
        @WithDefault("0.005")
        @DecimalMin("0") @DecimalMax("1") double tolerance();
    }
}
