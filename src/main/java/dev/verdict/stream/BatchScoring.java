package dev.verdict.stream;

import dev.verdict.review.ParsedReview;
import dev.verdict.review.ParsedReview.Readable;
import dev.verdict.review.ParsedReview.Unreadable;
import dev.verdict.review.RejectionReason;
import dev.verdict.review.Review;
import dev.verdict.review.ReviewParser;
import dev.verdict.review.Sentiment;
import dev.verdict.stream.ScoringOutcome.Rejected;
import dev.verdict.stream.ScoringOutcome.Scored;
import dev.verdict.topics.TopicLimits;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses and scores a batch. No record makes it fail: one that cannot be read, that the model fails on, or whose sentiment
 * would not fit, is rejected alone.
 *
 * @param topic where the sentiments go
 */
record BatchScoring(String topic, TopicLimits limit) {

    /** What becomes of each record, in their order; all are scored by the same scorer. */
    List<ScoringOutcome> score(List<SourceRecord> batch, BatchScorer scorer) {
        List<ParsedReview> parsed = batch.stream()
                .map(message -> ReviewParser.parse(message.value()))
                .toList();
        List<Review> reviews = parsed.stream()
                .filter(Readable.class::isInstance)
                .map(readable -> ((Readable) readable).review())
                .toList();
        List<Sentiment> sentiments = scoreTogether(reviews, scorer);
        var outcomes = new ArrayList<ScoringOutcome>(batch.size());
        int next = 0;
        for (int i = 0; i < batch.size(); i++) {
            SourceRecord source = batch.get(i);
            outcomes.add(
                    switch (parsed.get(i)) {
                        case Unreadable(RejectionReason reason, String detail) -> new Rejected(source, reason, detail);
                        case Readable(Review review) ->
                            sentiments.isEmpty()
                                    ? scoreAlone(review, source, scorer)
                                    : fitted(sentiments.get(next++), source);
                    });
        }
        return outcomes;
    }

    /** @return empty if one of the reviews makes the scorer fail */
    private static List<Sentiment> scoreTogether(List<Review> reviews, BatchScorer scorer) {
        try {
            return reviews.isEmpty() ? List.of() : scorer.score(reviews);
        } catch (RuntimeException _) {
            return List.of(); // which one is found out by scoring them alone
        }
    }

    private ScoringOutcome scoreAlone(Review review, SourceRecord source, BatchScorer scorer) {
        try {
            return fitted(scorer.score(List.of(review)).getFirst(), source);
        } catch (RuntimeException e) {
            return new Rejected(
                    source,
                    RejectionReason.SCORING_FAILED,
                    "model " + scorer.model() + " failed on it: " + e.getClass().getSimpleName());
        }
    }

    private ScoringOutcome fitted(Sentiment sentiment, SourceRecord source) {
        byte[] json = sentiment.toJson();
        return json.length <= limit.roomForValue(topic, source.key(), source.headers())
                ? new Scored(json)
                : new Rejected(
                        source,
                        RejectionReason.RECORD_TOO_LARGE,
                        "its key and headers leave the sentiment no room on topic " + topic);
    }
}
