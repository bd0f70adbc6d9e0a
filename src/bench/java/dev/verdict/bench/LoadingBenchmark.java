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

/** A new JVM's way to its first verdicts. */
@State(Scope.Benchmark)
public class LoadingBenchmark {
    private static final int BATCH = 32;
    private static final Review REVIEW = new Review("1", "one of the best films i have ever seen ".repeat(10), "");

    /** The artifact read and checked, and a scorer made of it. */
    @Benchmark
    public Scorer load() throws IOException {
        return new Scorer(BundledModel.read());
    }

    /** The same, and a batch of 32 full reviews scored. */
    @Benchmark
    public List<Sentiment> loadAndScore() throws IOException {
        return new Scorer(BundledModel.read()).score(Collections.nCopies(BATCH, REVIEW));
    }
}
