package dev.verdict.stream;

import dev.verdict.model.ModelVersion;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import dev.verdict.scoring.ScoringListener;

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

    /** The same scorer, of whose verdicts the listener hears. */
    default BatchScorer heardBy(ScoringListener listener) {
        BatchScorer scorer = this;
        return new BatchScorer() {
            @Override
            public ModelVersion model() {
                return scorer.model();
            }

            @Override
            public List<Sentiment> score(List<Review> reviews) {
                List<Sentiment> sentiments = scorer.score(reviews);
                listener.scored(reviews, sentiments);
                return sentiments;
            }
        };
    }
}
