package dev.verdict.trend;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.time.Instant;

/**
 * How it went between the sample before and this one.
 *
 * @param rate sentiments a second, of all instances together
 * @param positiveShare of the sentiments, in [0, 1]; null if there were none
 * @param meanProbability P(positive), in [0, 1]; null if there were none
 * @param latencyP50Millis from a record's timestamp until it was handled, of this instance, as far as the histogram's buckets
 *     tell; null if there were none
 * @param latencyP99Millis likewise
 * @param deadLetters records that this instance rejected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrendPoint(
        Instant time,
        double rate,
        Double positiveShare,
        Double meanProbability,
        Double latencyP50Millis,
        Double latencyP99Millis,
        long deadLetters) {}
