package dev.verdict.rollup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.util.List;
import java.util.Optional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What is counted of subjects, how long it is kept, and how instances ask each other for it. */
@ConfigMapping(prefix = "verdict.rollup")
public interface RollupConfig {
    /** Whether this instance counts and answers for subjects, if it has the role {@code api}. */
    @WithDefault("true")
    boolean enabled();

    /**
     * Sizes of windows and how long they are kept, such as {@code 1h:2d}: a number and {@code s}, {@code m}, {@code h} or
     * {@code d} each. One is kept for at least its size and {@link #grace}, and at most 10,000 of a size.
     */
    @WithDefault("1m:2h,1h:2d,1d:30d")
    List<String> windows();

    /** How long after a window's end it is still counted in, by the timestamps of reviews; written like a size. */
    @WithDefault("1h")
    String grace();

    /** Milliseconds between the commits, with which counts reach {@code sentiment.rollups}; from 100 to 60,000. */
    @WithDefault("1000")
    @Min(100) @Max(60_000) int intervalMillis();

    /** Most subjects of a partition; reviews of further ones are not counted. At least 1. */
    @WithDefault("2500")
    @Min(1) int subjects();

    /** Reviews that each of two windows must have for a subject to count as improved or worsened; at least 1. */
    @WithDefault("5")
    @Min(1) int minimum();

    /** Threads that count; at least 1. */
    @WithDefault("1")
    @Min(1) int threads();

    /** Instances besides that keep a copy of each count, if there are so many; from 0 to 10. */
    @WithDefault("1")
    @Min(0) @Max(10) int standbys();

    /** What instances show each other to be answered: at least 32 visible ASCII characters, the same for all. */
    Optional<String> secret();

    /** Where the other instances reach this one: {@code http} or {@code https}, host and port. */
    Optional<String> advertisedUrl();
}
