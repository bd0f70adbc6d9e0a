package dev.verdict.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.verdict.bench.Timing.Score;
import dev.verdict.inference.RecurrentProductBenchmark;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.network.MatrixProductBenchmark;
import org.openjdk.jmh.util.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Reviews a second: from sequences of indices to probabilities, the bundled model, every engine in JVMs of its own. The
 * engines take turns at each task, so that what disturbs the machine for longer disturbs them all.
 */
@Command(
        name = "scoring",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Reviews scored a second: Verdict, Deeplearning4j's own layers, ONNX Runtime and PyTorch.",
            "Takes about 8 minutes; 3 with --quick."
        })
final class ScoringBench implements Callable<Integer> {
    private static final Timing WHOLE = new Timing(1200, 10, 150);
    private static final Timing QUICK = new Timing(700, 5, 150);
    private static final int LOADING_JVMS = 5;

    private final PrintStream out = System.out;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the results go as JSON.")
    private Path json;

    @Option(names = "--quick", description = "Fewer tasks and shorter measurements.")
    private boolean quick;

    @Option(names = "--engines", split = ",", defaultValue = "VERDICT,STOCK,ONNXRUNTIME,PYTORCH")
    private List<Engines> engines;

    @Option(names = "--batches", split = ",", defaultValue = "1,8,32,128,256")
    private List<Integer> batches;

    @Override
    public Integer call() throws IOException {
        Timing timing = quick ? QUICK : WHOLE;
        int cores = Runtime.getRuntime().availableProcessors();
        List<Integer> threads = cores == 1 ? List.of(1) : List.of(1, cores);
        ModelArtifact artifact = BundledModel.read();
        List<Engines> peers =
                engines.stream().filter(engine -> engine != Engines.VERDICT).toList();

        var result = new LinkedHashMap<String, Object>();
        result.put("machine", Machine.here());
        result.put("versions", versions());
        Map<String, Double> differences = Agreement.largestDifferences(artifact, peers);
        differences.forEach((peer, difference) ->
                out.printf(Locale.ROOT, "%-12s same probabilities, at most %.1e apart%n", peer, difference));
        result.put("largestDifferences", differences);

        Map<Integer, Score> gflops = matrixProductGflops(timing, threads);
        ScoringReport report = ScoringReport.of(runs(timing, threads), gflops);
        Map<String, Score> texts = Map.of(
                "tokenized", timing.throughput(TextBenchmark.class, "tokenize", 1, Map.of()),
                "scored", timing.throughput(TextBenchmark.class, "score", 1, Map.of()));
        Map<String, Score> loading = Map.of(
                "load", Timing.firstCallMillis(LoadingBenchmark.class, "load", LOADING_JVMS),
                "loadAndWarmUp", Timing.firstCallMillis(LoadingBenchmark.class, "loadAndWarmUp", LOADING_JVMS),
                "loadAndScore", Timing.firstCallMillis(LoadingBenchmark.class, "loadAndScore", LOADING_JVMS));
        Score reloads = timing.throughput(LoadingBenchmark.class, "loadAndWarmUp", 1, Map.of());

        result.put("results", report.results());
        result.put("ratiosToStock", report.ratiosTo(Engines.STOCK));
        result.put("ratiosToOnnxRuntime", report.ratiosTo(Engines.ONNXRUNTIME));
        result.put("ratiosToPyTorch", report.ratiosTo(Engines.PYTORCH));
        result.put("gainsOfAllCores", report.gainsOfAllCores());
        result.put("matrixProductGflops", gflops);
        result.put(
                "sharesOfMatrixProductRate",
                report.sharesOfMatrixProductRate(
                        artifact.weights().shape(), artifact.card().tokenizer().sequenceLength()));
        result.put("textsPerSecond", texts);
        result.put(
                "tokenizingShareOfScoring",
                texts.get("scored").value() / texts.get("tokenized").value());
        result.put("newJvmMillis", loading);
        result.put("warmJvmMillis", 1000 / reloads.value());
        result.put("raw", report.runs());
        print(report, result);
        if (json != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), result);
        }
        return 0;
    }

    private List<ScoringRun> runs(Timing timing, List<Integer> threads) {
        var runs = new ArrayList<ScoringRun>();
        for (ReviewMix reviews : quick ? List.of(ReviewMix.FULL, ReviewMix.SHORT) : List.of(ReviewMix.values())) {
            for (int thread : threads) {
                for (int batch : quick ? List.of(1, 32) : batches) {
                    ScoringRun.measure(timing, reviews, batch, thread, measured(reviews, batch))
                            .forEach(run -> {
                                print(run);
                                runs.add(run);
                            });
                }
            }
        }
        return runs;
    }

    /** The peers pad every review to the full length, so that a mix is no other work for them; two batches of one peer show it. */
    private List<Engines> measured(ReviewMix reviews, int batch) {
        boolean isSample = reviews == ReviewMix.SHORT && (batch == 1 || batch == 32);
        return engines.stream()
                .filter(engine -> engine == Engines.VERDICT
                        || reviews == ReviewMix.FULL
                        || isSample && engine == Engines.ONNXRUNTIME)
                .toList();
    }

    /** Of the faster of training's loops and scoring's. */
    private static Map<Integer, Score> matrixProductGflops(Timing timing, List<Integer> threads) {
        var gflops = new LinkedHashMap<Integer, Score>();
        for (int thread : threads) {
            Score training = timing.throughput(MatrixProductBenchmark.class, "multiply", thread, Map.of())
                    .times(MatrixProductBenchmark.FLOP / 1e9);
            Score scoring = timing.throughput(RecurrentProductBenchmark.class, "multiply", thread, Map.of())
                    .times(RecurrentProductBenchmark.FLOP / 1e9);
            gflops.put(thread, training.value() > scoring.value() ? training : scoring);
        }
        return gflops;
    }

    private void print(ScoringRun run) {
        out.printf(
                Locale.ROOT,
                "%-12s %-5s batch %3d, %d threads (%d callers): %,9.0f ± %,.0f reviews/s%n",
                run.engine(),
                run.reviews(),
                run.batch(),
                run.threads(),
                run.callers(),
                run.reviewsPerSecond(),
                run.error());
    }

    private void print(ScoringReport report, Map<String, Object> result) {
        out.println("\nReviews a second\n\n" + report.table() + "\n");
        result.forEach((name, value) -> {
            if (name.startsWith("ratios") || name.startsWith("gains") || name.startsWith("shares")) {
                ((Map<?, ?>) value)
                        .forEach((task, number) -> out.printf(Locale.ROOT, "%s: %s: %.2f%n", name, task, number));
            }
        });
        report.matrixProductGflops()
                .forEach((threads, gflops) -> out.printf(
                        Locale.ROOT,
                        "matrix products, %d threads: %.1f ± %.1f GFLOP/s%n",
                        threads,
                        gflops.value(),
                        gflops.error()));
        out.printf(
                Locale.ROOT, "tokenising: %.1f %% of scoring%n", 100 * (double) result.get("tokenizingShareOfScoring"));
        ((Map<?, ?>) result.get("newJvmMillis"))
                .forEach((what, millis) -> out.printf(
                        Locale.ROOT,
                        "new JVM, %s: %.0f ± %.0f ms%n",
                        what,
                        ((Score) millis).value(),
                        ((Score) millis).error()));
        out.printf(Locale.ROOT, "warm JVM, loadAndWarmUp: %.0f ms%n", (double) result.get("warmJvmMillis"));
    }

    /** Of the libraries, as their jars are named. */
    private static Map<String, String> versions() {
        var versions = new LinkedHashMap<String, String>();
        for (String library :
                List.of("deeplearning4j-nn", "nd4j-native", "onnxruntime", "pytorch-engine", "pytorch-jni")) {
            String jar = "/" + library + "-";
            for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
                int at = path.replace('\\', '/').lastIndexOf(jar);
                if (at >= 0 && path.endsWith(".jar") && Character.isDigit(path.charAt(at + jar.length()))) {
                    versions.putIfAbsent(library, path.substring(at + jar.length(), path.length() - ".jar".length()));
                }
            }
        }
        versions.put("jmh", Version.getPlainVersion());
        return versions;
    }
}
