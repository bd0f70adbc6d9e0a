package dev.verdict.rollup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.List;

/**
 * A page of subjects.
 *
 * @param window size of the windows that {@code change} and {@code history} are of
 * @param allWindows all sizes that are counted
 * @param next what {@code after} must be for the next page; absent if this is the last
 * @param isStale whether copies answered for some subjects
 * @param behind updates that those copies have not got yet
 * @param missingPartitions nobody answered for the subjects of these
 */
public record SubjectPage(
        SubjectOrder order,
        String window,
        List<String> allWindows,
        List<Row> subjects,
        @JsonInclude(JsonInclude.Include.NON_NULL) String next,
        @JsonProperty("stale") boolean isStale,
        long behind,
        List<Integer> missingPartitions) {

    /**
     * A subject.
     *
     * @param count reviews over all time, like {@code positive} and {@code meanProbability}
     * @param change of the mean probability from the last window but one that has ended to the last one; absent where either has
     *     too few reviews
     * @param history the latest windows that have reviews, in order of time
     */
    public record Row(
            String subject,
            long count,
            long positive,
            double meanProbability,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double change,
            List<WindowFigures> history) {}
}
