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
     * @param value the record's bytes as they came, null if it had none
     * @param detail a sentence for the sender
     */
    record Rejected(byte[] value, RejectionReason reason, String detail) implements ScoringOutcome {}
}
