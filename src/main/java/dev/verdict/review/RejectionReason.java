package dev.verdict.review;

/** Why a record got no sentiment, and what its sender can do about it. */
public enum RejectionReason {
    /** The record has no value: send the review as its value; a tombstone means nothing on this topic. */
    VALUE_MISSING,
    /** The value is not JSON in UTF-8: mend the producer's serialiser. */
    NOT_JSON,
    /** The value is JSON but no object: send {@code {"id": ..., "text": ...}}. */
    NOT_AN_OBJECT,
    /** There is no {@code id}: give each review one. */
    ID_MISSING,
    /** {@code id} is not a string, is blank, is longer than 256 characters or is not well-formed Unicode. */
    ID_INVALID,
    /** There is no {@code text}: there is nothing to score. */
    TEXT_MISSING,
    /** {@code text} is not a string: send the words themselves. */
    TEXT_INVALID,
    /** {@code text} is empty or white space: leave such reviews out. */
    TEXT_BLANK,
    /** {@code subject} is not a string, is longer than 256 characters or is not well-formed Unicode: mend it or leave it out. */
    SUBJECT_INVALID,
    /** Key, headers and sentiment together are more than the sentiments topic takes: send shorter keys and headers. */
    RECORD_TOO_LARGE,
    /** The review could be read and the model failed on it: a fault of Verdict or of the model; report it, then replay. */
    SCORING_FAILED
}
