package dev.verdict.scoring;

import dev.verdict.review.RejectionReason;
import dev.verdict.review.Sentiment;

/** What became of a record of the reviews topic. */
sealed interface ScoringOutcome {
    /** It was scored. */
    record Scored(Sentiment sentiment) implements ScoringOutcome {}

    /**
     * It could not be.
     *
     * @param value the record's bytes as they came, null if it had none
     * @param detail a sentence for the sender
     */
    record Rejected(byte[] value, RejectionReason reason, String detail) implements ScoringOutcome {}
}
