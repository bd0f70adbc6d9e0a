package dev.verdict.stream;

import dev.verdict.review.ParsedReview;
import dev.verdict.review.RejectionReason;
import dev.verdict.review.Review;
import dev.verdict.review.ReviewParser;
import dev.verdict.scoring.Scorer;
import dev.verdict.stream.ScoringOutcome.Rejected;
import dev.verdict.stream.ScoringOutcome.Scored;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

import java.util.function.Supplier;

/**
 * Parses and scores one record at a time; key, headers and timestamp stay as they are. No record stops the stream: one that
 * cannot be scored, or whose sentiment would not fit, is rejected.
 */
final class ScoringProcessor extends ContextualFixedKeyProcessor<byte[], byte[], ScoringOutcome> {
    private final Supplier<Scorer> scorers;
    private final ScoringMetrics metrics;
    private final String topic;
    private final OutputLimit limit;

    /**
     * @param scorers gives the scorer of the moment; asked once a record
     * @param topic where the sentiments go
     */
    ScoringProcessor(Supplier<Scorer> scorers, ScoringMetrics metrics, String topic, OutputLimit limit) {
        this.scorers = scorers;
        this.metrics = metrics;
        this.topic = topic;
        this.limit = limit;
    }

    @Override
    public void process(FixedKeyRecord<byte[], byte[]> message) {
        long start = System.nanoTime();
        ScoringOutcome outcome = outcome(message);
        switch (outcome) {
            case Scored _ -> metrics.scored(System.nanoTime() - start);
            case Rejected rejected -> metrics.rejected(rejected.reason());
        }
        context().forward(message.withValue(outcome));
    }

    private ScoringOutcome outcome(FixedKeyRecord<byte[], byte[]> message) {
        return switch (ReviewParser.parse(message.value())) {
            case ParsedReview.Readable(Review review) -> score(review, message);
            case ParsedReview.Unreadable(RejectionReason reason, String detail) ->
                new Rejected(message.value(), reason, detail);
        };
    }

    private ScoringOutcome score(Review review, FixedKeyRecord<byte[], byte[]> message) {
        Scorer scorer = scorers.get();
        try {
            byte[] sentiment = scorer.score(review).toJson();
            return sentiment.length <= limit.roomForValue(topic, message.key(), message.headers())
                    ? new Scored(sentiment)
                    : new Rejected(
                            message.value(),
                            RejectionReason.RECORD_TOO_LARGE,
                            "its key and headers leave the sentiment no room on topic " + topic);
        } catch (RuntimeException e) {
            return new Rejected(
                    message.value(),
                    RejectionReason.SCORING_FAILED,
                    "model " + scorer.model() + " failed on it: " + e.getClass().getSimpleName());
        }
    }
}
