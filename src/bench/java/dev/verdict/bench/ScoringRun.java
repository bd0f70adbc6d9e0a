package dev.verdict.bench;

import dev.verdict.bench.Timing.Score;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A measurement of an engine.
 *
 * @param threads that computed: callers times those inside a call
 * @param callers threads that called the engine at once
 * @param error half of the 99.9 % confidence interval
 */
record ScoringRun(
        String engine, String reviews, int batch, int threads, int callers, double reviewsPerSecond, double error) {

    /** Where several ways were measured to use so many threads, the fastest. */
    static List<ScoringRun> best(List<ScoringRun> runs) {
        return runs.stream()
                .filter(run -> runs.stream()
                        .noneMatch(other -> other.sameTask(run) && other.reviewsPerSecond > run.reviewsPerSecond))
                .toList();
    }

    private boolean sameTask(ScoringRun other) {
        return engine.equals(other.engine)
                && reviews.equals(other.reviews)
                && batch == other.batch
                && threads == other.threads;
    }

    /** All that is measured of one task: a call on one thread; on all cores, a caller a core or one call on all. */
    static Stream<ScoringRun> measure(Timing timing, ReviewMix reviews, int batch, int threads, List<Engines> engines) {
        return engines.stream()
                .flatMap(engine -> Stream.of(threads, 1)
                        .distinct()
                        .filter(callers -> callers == threads || engine != Engines.VERDICT)
                        .map(callers -> measure(timing, engine, reviews, batch, threads, callers)));
    }

    private static ScoringRun measure(
            Timing timing, Engines engine, ReviewMix reviews, int batch, int threads, int callers) {
        Score score = timing.throughput(
                        ScoringBenchmark.class,
                        "score",
                        callers,
                        Map.of(
                                "engine",
                                engine,
                                "reviews",
                                reviews,
                                "batch",
                                batch,
                                "threadsInCall",
                                threads / callers))
                .times(batch);
        return new ScoringRun(engine.label(), reviews.label(), batch, threads, callers, score.value(), score.error());
    }
}
