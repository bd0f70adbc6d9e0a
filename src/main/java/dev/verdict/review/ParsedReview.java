package dev.verdict.review;

/** What came of reading a record's value. */
public sealed interface ParsedReview {
    /** It holds a review. */
    record Readable(Review review) implements ParsedReview {}

    /**
     * It does not.
     *
     * @param detail a sentence for the sender; it never quotes the text
     */
    record Unreadable(RejectionReason reason, String detail) implements ParsedReview {}
}
