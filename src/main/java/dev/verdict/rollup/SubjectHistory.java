package dev.verdict.rollup;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.time.Instant;
import java.util.List;

/**
 * A subject's sentiment over time.
 *
 * @param window size of the windows
 * @param allWindows all sizes that are counted
 * @param from the first window is the one that this lies in
 * @param to the last window is the one that this lies in
 * @param count reviews over all time, like {@code positive} and {@code meanProbability}
 * @param windows those that have reviews, in order of time
 * @param isStale whether a copy answered, as the instance that counts the subject could not
 * @param behind updates that the copy has not got yet
 */
public record SubjectHistory(
        String subject,
        String window,
        List<String> allWindows,
        Instant from,
        Instant to,
        long count,
        long positive,
        double meanProbability,
        List<WindowFigures> windows,
        @JsonProperty("stale") boolean isStale,
        long behind) {}
