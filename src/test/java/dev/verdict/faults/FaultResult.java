package dev.verdict.faults;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What became of the reviews of one scenario.
 *
 * @param verdicts committed records on the topic of sentiments
 * @param dead committed records on the topic of dead letters
 * @param missing reviews with neither
 * @param duplicates records beyond the first of a review
 * @param longestPauseMillis in which no verdict came from some partition, though reviews were waiting
 * @param outOfOrder verdicts that came behind one of a later review with the same key
 * @param unfaithful verdicts whose key, timestamp, headers or id are not the review's
 */
public record FaultResult(
        String fault,
        int reviews,
        int verdicts,
        int dead,
        int missing,
        int duplicates,
        long longestPauseMillis,
        int outOfOrder,
        int unfaithful) {

    /** Every review has one outcome, and in the order of its key. */
    void assertSound() {
        assertThat(missing).as("missing").isZero();
        assertThat(duplicates).as("duplicates").isZero();
        assertThat(outOfOrder).as("out of order").isZero();
        assertThat(unfaithful).as("unfaithful").isZero();
    }
}
