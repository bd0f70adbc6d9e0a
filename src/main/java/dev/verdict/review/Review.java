package dev.verdict.review;

/**
 * A review that can be scored.
 *
 * @param id the sender's name for it, 1 to {@value #MAX_ID_LENGTH} UTF-16 units, not blank
 * @param text what was written, not blank
 * @param subject what is reviewed, empty if the sender did not say
 */
public record Review(String id, String text, String subject) {
    public static final int MAX_ID_LENGTH = 256;
    public static final int MAX_SUBJECT_LENGTH = 256;
}
