package dev.verdict.dataset;

import java.util.Objects;

/**
 * A review whose sentiment is known.
 *
 * @param id where the review comes from: {@code train/pos/0_9}, {@code line 17}, or the id its file gives
 * @param text as written, HTML breaks included
 */
public record LabelledReview(String id, String text, boolean positive) {
    public LabelledReview {
        Objects.requireNonNull(id, "id must be given");
        Objects.requireNonNull(text, "text must be given");
        if (id.isBlank()) {
            throw new IllegalArgumentException("id must not be blank");
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("text must not be blank");
        }
    }
}
