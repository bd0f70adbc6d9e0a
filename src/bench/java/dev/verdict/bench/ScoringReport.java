package dev.verdict.bench;

import dev.verdict.bench.Timing.Score;
import dev.verdict.model.NetworkSettings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What the measurements say.
 *
 * @param results the best of {@link #runs} for every engine, mix, batch and number of threads
 * @param matrixProductGflops of the fastest product, by number of threads
 */
record ScoringReport(List<ScoringRun> runs, List<ScoringRun> results, Map<Integer, Score> matrixProductGflops) {
    private static final String VERDICT = Engines.VERDICT.label();

    static ScoringReport of(List<ScoringRun> runs, Map<Integer, Score> matrixProductGflops) {
        return new ScoringReport(runs, ScoringRun.best(runs), matrixProductGflops);
    }

    /** Verdict's reviews a second over the peer's, by "reviews, batch, threads". */
    SequencedMap<String, Double> ratiosTo(Engines peer) {
        var ratios = new LinkedHashMap<String, Double>();
        for (ScoringRun run : results) {
            if (run.engine().equals(VERDICT)) {
                find(peer.label(), run.reviews(), run.batch(), run.threads())
                        .ifPresent(other -> ratios.put(
                                "%s, batch %d, %d threads".formatted(run.reviews(), run.batch(), run.threads()),
                                run.reviewsPerSecond() / other.reviewsPerSecond()));
            }
        }
        return ratios;
    }

    /** Verdict's reviews a second on all cores over those on one, by "reviews, batch". */
    SequencedMap<String, Double> gainsOfAllCores() {
        var gains = new LinkedHashMap<String, Double>();
        for (ScoringRun run : results) {
            if (run.engine().equals(VERDICT) && run.threads() > 1) {
                find(VERDICT, run.reviews(), run.batch(), 1)
                        .ifPresent(single -> gains.put(
                                "%s, batch %d".formatted(run.reviews(), run.batch()),
                                run.reviewsPerSecond() / single.reviewsPerSecond()));
            }
        }
        return gains;
    }

    /**
     * The share of the rate of matrix products at which Verdict computes the products of full reviews with the recurrent
     * kernel, by "batch, threads".
     */
    SequencedMap<String, Double> sharesOfMatrixProductRate(NetworkSettings network, int sequenceLength) {
        double flop = 2.0 * network.units() * network.gateColumns() * sequenceLength;
        var shares = new LinkedHashMap<String, Double>();
        for (ScoringRun run : results) {
            if (run.engine().equals(VERDICT) && run.reviews().equals(ReviewMix.FULL.label())) {
                shares.put(
                        "batch %d, %d threads".formatted(run.batch(), run.threads()),
                        run.reviewsPerSecond()
                                * flop
                                / 1e9
                                / matrixProductGflops.get(run.threads()).value());
            }
        }
        return shares;
    }

    Optional<ScoringRun> find(String engine, String reviews, int batch, int threads) {
        return results.stream()
                .filter(run -> run.engine().equals(engine)
                        && run.reviews().equals(reviews)
                        && run.batch() == batch
                        && run.threads() == threads)
                .findFirst();
    }

    /** A table in Markdown: a row a task, a column an engine. */
    String table() {
        List<String> engines =
                results.stream().map(ScoringRun::engine).distinct().toList();
        List<String> lines = new ArrayList<>();
        lines.add("| reviews | threads | batch | " + String.join(" | ", engines) + " |");
        lines.add("|---".repeat(3 + engines.size()) + "|");
        var tasks = results.stream()
                .collect(Collectors.groupingBy(
                        run -> "| %s | %d | %d |".formatted(run.reviews(), run.threads(), run.batch()),
                        LinkedHashMap::new,
                        Collectors.toMap(ScoringRun::engine, ScoringReport::cell)));
        tasks.forEach((task, cells) -> lines.add(engines.stream()
                .map(engine -> " " + cells.getOrDefault(engine, "") + " |")
                .collect(Collectors.joining("", task, ""))));
        return String.join("\n", lines);
    }

    private static String cell(ScoringRun run) {
        return String.format(Locale.ROOT, "%,.0f ± %,.0f", run.reviewsPerSecond(), run.error());
    }
}
