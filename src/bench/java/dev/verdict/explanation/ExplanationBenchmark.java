package dev.verdict.explanation;

import dev.verdict.demo.SampleReviews;
import dev.verdict.model.BundledModel;
import dev.verdict.scoring.Scorer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The explanation of a review that fills the sequence, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ExplanationBenchmark {
    private Scorer scorer;
    private String text;

    @Setup
    public void prepare() throws IOException {
        scorer = new Scorer(BundledModel.read());
        scorer.warmUp();
        text = SampleReviews.read().stream()
                .map(SampleReviews.SampleReview::text)
                .filter(candidate -> scorer.tokenizer().encode(candidate).truncated())
                .findFirst()
                .orElseThrow();
    }

    @Benchmark
    public Explanation explain() {
        return Explainer.explain(text, scorer);
    }
}
