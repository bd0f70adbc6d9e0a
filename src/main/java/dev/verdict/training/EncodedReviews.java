package dev.verdict.training;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;

import java.util.List;

/**
 * Reviews as the network reads them.
 *
 * @param sequences one a review
 * @param positive its label, at the same place
 */
public record EncodedReviews(TokenSequence[] sequences, boolean[] positive) {

    /** Encodes on all cores. */
    public static EncodedReviews of(List<LabelledReview> reviews, Tokenizer tokenizer) {
        TokenSequence[] sequences = reviews.parallelStream()
                .map(review -> tokenizer.encode(review.text()))
                .toArray(TokenSequence[]::new);
        return new EncodedReviews(sequences, labels(reviews));
    }

    /** True where a review is positive. */
    static boolean[] labels(List<LabelledReview> reviews) {
        boolean[] positive = new boolean[reviews.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = reviews.get(i).positive();
        }
        return positive;
    }

    public int size() {
        return positive.length;
    }
}
