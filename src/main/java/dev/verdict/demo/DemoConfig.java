package dev.verdict.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;

/** How the demonstration runs; its command sets these. */
@ConfigMapping(prefix = "verdict.demo")
public interface DemoConfig {
    /** One review in ten seconds: slower looks like standing still. */
    double MIN_RATE = 0.1;

    /** Reviews to score before it ends; 0 goes on until it is stopped. */
    @WithDefault("0")
    @Min(0) int reviews();

    /** Reviews sent a second, at least 0.1. */
    @WithDefault("25")
    @DecimalMin("0.1") double rate();
}
