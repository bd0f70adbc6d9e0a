package dev.verdict.bench;

import dev.verdict.demo.SampleReviews;
import dev.verdict.model.BundledModel;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import java.io.IOException;
import java.util.List;

/** What stands around the network: whole texts of the sample to sequences, and to verdicts. An operation is a review. */
@State(Scope.Benchmark)
public class TextBenchmark {
    private static final int BATCH = 32;
    private static final int BATCHES = 30;
    private static final int REVIEWS = BATCHES * BATCH;

    private List<Review> reviews;
    private Tokenizer tokenizer;
    private Scorer scorer;

    @Setup
    public void prepare() throws IOException {
        reviews = SampleReviews.read().stream()
                .limit(REVIEWS)
                .map(review -> new Review(review.id(), review.text(), ""))
                .toList();
        tokenizer = BundledModel.read().tokenizer();
        scorer = new Scorer(BundledModel.read());
        scorer.warmUp();
    }

    @Benchmark
    @OperationsPerInvocation(REVIEWS)
    public void tokenize(Blackhole blackhole) {
        for (Review review : reviews) {
            TokenSequence sequence = tokenizer.encode(review.text());
            blackhole.consume(sequence);
        }
    }

    /** {@code Scorer.score} of lists of 32. */
    @Benchmark
    @OperationsPerInvocation(REVIEWS)
    public void score(Blackhole blackhole) {
        for (int from = 0; from < REVIEWS; from += BATCH) {
            List<Sentiment> sentiments = scorer.score(reviews.subList(from, from + BATCH));
            blackhole.consume(sentiments);
        }
    }
}
