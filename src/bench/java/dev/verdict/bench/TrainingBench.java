package dev.verdict.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.verdict.demo.SampleReviews;
import dev.verdict.model.BundledModel;
import dev.verdict.network.TrainingBenchmark;
import dev.verdict.network.TrainingBenchmark.Trained;
import dev.verdict.review.Label;
import dev.verdict.text.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;

/**
 * Seconds of an epoch of 25,000 reviews of 80 entries in minibatches of 32. Every contestant has its turn in every round;
 * the medians of the rounds count. Verdict trains whole epochs, the others some minibatches of one.
 */
@Command(
        name = "training",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Seconds of a training epoch: Verdict's layer, Deeplearning4j's own and, where python3 has it, PyTorch's.",
            "Takes about 5 minutes."
        })
final class TrainingBench implements Callable<Integer> {
    private static final int BATCHES_OF_EPOCH = Math.ceilDiv(25_000, TrainingBenchmark.MINIBATCH);
    private static final int WARM_UP_BATCHES = 60;
    private static final int STOCK_WARM_UP_BATCHES = 3;

    private final PrintStream out = System.out;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the results go as JSON.")
    private Path json;

    @Option(names = "--rounds", defaultValue = "3", description = "How often everything is measured.")
    private int rounds;

    @Option(names = "--stock-batches", defaultValue = "12", description = "Minibatches of a stock epoch to measure.")
    private int stockBatches;

    @Option(names = "--torch-script", hidden = true, defaultValue = "${sys:verdict.root}/scripts/bench-torch.py")
    private Path torchScript;

    @Override
    public Integer call() throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Batch> epoch = epoch();
        Map<String, Trained> verdict = byThreads(cores, TrainingBenchmark::verdict);
        Map<String, Trained> stock = byThreads(cores, TrainingBenchmark::stock);
        verdict.values().forEach(network -> seconds(network, epoch.subList(0, WARM_UP_BATCHES)));
        stock.values().forEach(network -> seconds(network, epoch.subList(0, STOCK_WARM_UP_BATCHES)));

        var raw = new LinkedHashMap<String, List<Double>>();
        for (int round = 1; round <= rounds; round++) {
            record(raw, "matrixProductGflops.1", TrainingBenchmark.matrixProductGflops(1));
            record(raw, "matrixProductGflops.all", TrainingBenchmark.matrixProductGflops(cores));
            verdict.forEach((threads, network) -> record(raw, "verdict." + threads, seconds(network, epoch)));
            stock.forEach((threads, network) -> record(
                    raw,
                    "stock." + threads,
                    seconds(network, epoch.subList(0, stockBatches)) * BATCHES_OF_EPOCH / stockBatches));
            for (int threads : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
                PyTorchRun.batchSeconds(torchScript, threads)
                        .ifPresent(batch ->
                                record(raw, "pytorch." + (threads == 1 ? "1" : "all"), batch * BATCHES_OF_EPOCH));
            }
        }
        report(raw);
        return 0;
    }

    private void report(Map<String, List<Double>> raw) throws IOException {
        var median = new LinkedHashMap<String, Double>();
        raw.forEach((what, values) -> median.put(what, Median.of(values)));
        double ours = median.get("verdict.all");
        double epochGflop = TrainingBenchmark.BATCH_FLOP * BATCHES_OF_EPOCH / 1e9;

        var result = new LinkedHashMap<String, Object>();
        result.put("machine", Machine.here());
        result.put("secondsPerEpoch", Map.of("1", median.get("verdict.1"), "all", ours));
        result.put("stockSecondsPerEpoch", Map.of("1", median.get("stock.1"), "all", median.get("stock.all")));
        result.put("ratioToStock", Math.min(median.get("stock.1"), median.get("stock.all")) / ours);
        result.put("matrixProductGflops", median.get("matrixProductGflops.all"));
        result.put("matrixProductGflopsOfOneThread", median.get("matrixProductGflops.1"));
        result.put("gflops", epochGflop / ours);
        result.put("shareOfMatrixProductRate", epochGflop / ours / median.get("matrixProductGflops.all"));
        if (median.containsKey("pytorch.1")) {
            double torch = Math.min(median.get("pytorch.1"), median.get("pytorch.all"));
            result.put(
                    "pytorchSecondsPerEpoch", Map.of("1", median.get("pytorch.1"), "all", median.get("pytorch.all")));
            result.put("ratioToPyTorch", torch / ours);
        }
        result.put("minibatchesMeasured", Map.of("verdict", BATCHES_OF_EPOCH, "stock", stockBatches));
        result.put("raw", raw);

        median.forEach((what, value) -> out.printf(
                Locale.ROOT,
                "%-26s median %8.2f of %s%n",
                what,
                value,
                raw.get(what).stream().map("%.2f"::formatted).toList()));
        out.printf(
                Locale.ROOT,
                "%.2f s an epoch: %.1f times Deeplearning4j's own layer, %.0f GFLOP/s, %.0f %% of the rate of matrix products%n",
                ours,
                (double) result.get("ratioToStock"),
                epochGflop / ours,
                100 * (double) result.get("shareOfMatrixProductRate"));
        if (json != null) {
            Files.write(
                    json,
                    new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(result)
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, Trained> byThreads(int cores, IntFunction<Trained> network) {
        var networks = new LinkedHashMap<String, Trained>();
        networks.put("1", network.apply(1));
        networks.put("all", network.apply(cores));
        return networks;
    }

    private static void record(Map<String, List<Double>> raw, String what, double value) {
        raw.computeIfAbsent(what, _ -> new ArrayList<>()).add(value);
    }

    private static double seconds(Trained network, List<Batch> batches) {
        network.prepare();
        long start = System.nanoTime();
        for (Batch batch : batches) {
            network.fit(batch.indices, batch.labels);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private record Batch(float[][] indices, float[][] labels) {}

    /** Real reviews, each read at a random place: words repeat in them as they do in training. */
    private static List<Batch> epoch() throws IOException {
        Tokenizer tokenizer = BundledModel.read().tokenizer();
        List<SampleReviews.SampleReview> sample = SampleReviews.read();
        int[][] entries =
                sample.stream().map(review -> tokenizer.entries(review.text())).toArray(int[][]::new);
        var random = new SplittableRandom(1);
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < BATCHES_OF_EPOCH; i++) {
            var batch = new Batch(
                    new float[TrainingBenchmark.MINIBATCH][TrainingBenchmark.STEPS],
                    new float[TrainingBenchmark.MINIBATCH][1]);
            for (int row = 0; row < TrainingBenchmark.MINIBATCH; row++) {
                int review = random.nextInt(entries.length);
                int surplus = Math.max(0, entries[review].length - TrainingBenchmark.STEPS);
                int from = random.nextInt(surplus + 1);
                int length = Math.min(entries[review].length, TrainingBenchmark.STEPS);
                for (int step = 0; step < length; step++) {
                    batch.indices[row][TrainingBenchmark.STEPS - length + step] = entries[review][from + step];
                }
                batch.labels[row][0] = sample.get(review).label() == Label.POSITIVE ? 1 : 0;
            }
            batches.add(batch);
        }
        return batches;
    }
}
