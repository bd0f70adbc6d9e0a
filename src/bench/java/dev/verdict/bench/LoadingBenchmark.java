package dev.verdict.bench;

import dev.verdict.model.BundledModel;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** A JVM's way to its first verdicts, and to those of another model. */
@State(Scope.Benchmark)
public class LoadingBenchmark {
    private static final int BATCH = 32;
    private static final Review REVIEW = new Review("1", "one of the best films i have ever seen ".repeat(10), "");

    /** The artifact read and checked, and a scorer made of it. */
    @Benchmark
    public Scorer load() throws IOException {
        return new Scorer(BundledModel.read());
    }

    /** The same, and made ready to score at full speed. */
    @Benchmark
    public Scorer loadAndWarmUp() throws IOException {
        Scorer.beginWarmUp();
        var scorer = new Scorer(BundledModel.read());
        scorer.warmUp();
        return scorer;
    }

    /** Loaded, and a batch of 32 full reviews scored, at whatever speed. */
    @Benchmark
    public List<Sentiment> loadAndScore() throws IOException {
        return new Scorer(BundledModel.read()).score(Collections.nCopies(BATCH, REVIEW));
    }
}
