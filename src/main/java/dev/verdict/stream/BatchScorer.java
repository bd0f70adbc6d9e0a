package dev.verdict.stream;

import dev.verdict.model.ModelVersion;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;

import java.util.List;

/** What the stream needs of a scorer; safe for any number of threads. */
interface BatchScorer {
    ModelVersion model();

    /** A sentiment for each review, in their order. One review may make the whole call fail. */
    List<Sentiment> score(List<Review> reviews);

    static BatchScorer of(Scorer scorer) {
        return new BatchScorer() {
            @Override
            public ModelVersion model() {
                return scorer.model();
            }

            @Override
            public List<Sentiment> score(List<Review> reviews) {
                return scorer.score(reviews);
            }
        };
    }
}
