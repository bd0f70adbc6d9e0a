package dev.verdict.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;

/** How the demonstration runs; its command sets these. */
@ConfigMapping(prefix = "verdict.demo")
public interface DemoConfig {
    /** Reviews to score before it ends; 0 goes on until it is stopped. */
    @WithDefault("0")
    @Min(0) int reviews();

    /** Reviews sent a second, above 0. */
    @WithDefault("25")
    @Positive double rate();
}
