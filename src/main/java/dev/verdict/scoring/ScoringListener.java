package dev.verdict.scoring;

import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;

import java.util.List;

/** Hears what the stream has scored. Called on its threads: must return at once, and never throws. */
@FunctionalInterface
public interface ScoringListener {
    /** @param sentiments of the reviews, in their order */
    void scored(List<Review> reviews, List<Sentiment> sentiments);
}
