package dev.verdict.stream;

import dev.verdict.review.RejectionReason;

/** What became of a record of the reviews topic. */
sealed interface ScoringOutcome {
    /**
     * It was scored.
     *
     * @param sentiment as JSON
     */
    record Scored(byte[] sentiment) implements ScoringOutcome {}

    /**
     * It could not be.
     *
     * @param source the record as it came
     * @param detail a sentence for the sender
     */
    record Rejected(SourceRecord source, RejectionReason reason, String detail) implements ScoringOutcome {}
}
