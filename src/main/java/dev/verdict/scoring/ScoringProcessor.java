package dev.verdict.scoring;

import dev.verdict.review.ParsedReview;
import dev.verdict.review.RejectionReason;
import dev.verdict.review.Review;
import dev.verdict.review.ReviewParser;
import dev.verdict.scoring.ScoringOutcome.Rejected;
import dev.verdict.scoring.ScoringOutcome.Scored;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

import java.util.function.Supplier;

/**
 * Parses and scores one record at a time; key, headers and timestamp stay as they are, and a dead letter's headers say
 * why it is one. No record stops the stream.
 */
final class ScoringProcessor extends ContextualFixedKeyProcessor<byte[], byte[], ScoringOutcome> {
    private final Supplier<Scorer> scorers;
    private final ScoringMetrics metrics;

    /** @param scorers gives the scorer of the moment; asked once a record */
    ScoringProcessor(Supplier<Scorer> scorers, ScoringMetrics metrics) {
        this.scorers = scorers;
        this.metrics = metrics;
    }

    @Override
    public void process(FixedKeyRecord<byte[], byte[]> message) {
        long start = System.nanoTime();
        switch (outcome(message.value())) {
            case Scored scored -> {
                metrics.scored(System.nanoTime() - start);
                context().forward(message.withValue(scored));
            }
            case Rejected rejected -> {
                metrics.rejected(rejected.reason());
                context()
                        .forward(message.<ScoringOutcome>withValue(rejected)
                                .withHeaders(DeadLetterHeaders.with(
                                        message.headers(),
                                        rejected,
                                        context().recordMetadata().orElseThrow())));
            }
        }
    }

    private ScoringOutcome outcome(byte[] value) {
        return switch (ReviewParser.parse(value)) {
            case ParsedReview.Readable(Review review) -> score(review, value);
            case ParsedReview.Unreadable(RejectionReason reason, String detail) -> new Rejected(value, reason, detail);
        };
    }

    private ScoringOutcome score(Review review, byte[] value) {
        Scorer scorer = scorers.get();
        try {
            return new Scored(scorer.score(review));
        } catch (RuntimeException e) {
            return new Rejected(
                    value,
                    RejectionReason.SCORING_FAILED,
                    "model " + scorer.model() + " failed on it: " + e.getClass().getSimpleName());
        }
    }
}
