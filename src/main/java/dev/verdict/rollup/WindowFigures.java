package dev.verdict.rollup;

import java.time.Instant;

/**
 * A window, as it is told to users.
 *
 * @param end the first moment after it
 * @param count reviews
 * @param positive those of them whose label is positive
 * @param meanProbability mean P(positive)
 */
public record WindowFigures(Instant start, Instant end, long count, long positive, double meanProbability) {
    static WindowFigures of(HeldWindow held, RollupWindow window) {
        Instant start = Instant.ofEpochMilli(held.start());
        Rollup rollup = held.rollup();
        return new WindowFigures(
                start, start.plus(window.size()), rollup.count(), rollup.positive(), rollup.meanProbability());
    }
}
