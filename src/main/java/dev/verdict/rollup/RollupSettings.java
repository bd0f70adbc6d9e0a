package dev.verdict.rollup;

import java.time.Duration;
import java.util.List;

/**
 * {@link RollupConfig}, checked.
 *
 * @param grace how long after a window's end it is still counted in
 * @param maxSubjects of a partition
 * @param interval at which is told what has changed
 * @param minimum reviews of a window that may be compared
 */
record RollupSettings(List<RollupWindow> windows, Duration grace, int maxSubjects, Duration interval, int minimum) {

    /** @throws IllegalArgumentException naming the setting and what is wrong with it */
    static RollupSettings of(RollupConfig config) {
        Duration grace = RollupWindow.duration("VERDICT_ROLLUP_GRACE", config.grace());
        return new RollupSettings(
                RollupWindow.parse(config.windows(), grace),
                grace,
                config.subjects(),
                Duration.ofMillis(config.intervalMillis()),
                config.minimum());
    }
}
