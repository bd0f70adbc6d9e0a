package dev.verdict.inference;

import dev.verdict.model.NetworkSettings;
import dev.verdict.model.TestModels;
import dev.verdict.text.TokenSequence;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How fast the engine is, beside the matrix products in it; no test, run it by hand. Arguments: seconds a figure (0.5),
 * then the batches to measure. On one thread, a second is one of the thread's CPU time, so that other work on the machine
 * disturbs less; on several it is one of the clock.
 */
final class InferenceBenchmark {
    private static final NetworkSettings SHAPE = new NetworkSettings(2000, 128, 128);
    private static final int STEPS = 80;
    private static final int POOL = 4096; // sequences of a mix
    private static final double FLOPS_PER_STEP = 2.0 * 128 * 512;
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    /**
     * Deciles of the lengths of IMDB reviews cut at 80: nine of ten are longer, and the shortest has about ten words.
     */
    private static final int[] IMDB_LENGTHS = {45, 80, 80, 80, 80, 80, 80, 80, 80, 80};

    private InferenceBenchmark() {}

    public static void main(String[] args) throws Exception {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 0.5;
        int[] batches = args.length > 1
                ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()
                : new int[] {1, 8, 32, 128, 256};
        long start = System.nanoTime();
        var inference = new LstmInference(TestModels.weights(SHAPE, 1), STEPS);
        double loaded = (System.nanoTime() - start) / 1e6;
        inference.warmUp();
        System.out.printf(Locale.ROOT, "made in %.0f ms, warm after %.0f%n", loaded, (System.nanoTime() - start) / 1e6);
        int threads = Runtime.getRuntime().availableProcessors();
        System.out.printf("%5s %10s %8s %8s %8s %8s%n", "batch", "GFLOP/s", "full", "share", "IMDB", "20");
        for (int batch : batches) {
            double product = productRate(batch, seconds);
            double[] rates = new double[3];
            double[] together = new double[3];
            for (int mix = 0; mix < 3; mix++) {
                List<TokenSequence> sequences = sequences(mix);
                for (int round = 0; round < 2; round++) {
                    rates[mix] = Math.max(rates[mix], rate(inference, sequences, batch, seconds));
                    together[mix] = Math.max(together[mix], rate(inference, sequences, batch, seconds, threads));
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%5d %10.1f %8.0f %7.0f%% %8.0f %8.0f   %d threads: %8.0f %8.0f %8.0f   x %.2f%n",
                    batch,
                    product,
                    rates[0],
                    rates[0] * STEPS * FLOPS_PER_STEP / product / 1e7,
                    rates[1],
                    rates[2],
                    threads,
                    together[0],
                    together[1],
                    together[2],
                    together[0] / rates[0]);
        }
    }

    private static List<TokenSequence> sequences(int mix) {
        var random = new SplittableRandom(mix);
        return IntStream.range(0, POOL)
                .mapToObj(i -> sequence(
                        random,
                        switch (mix) {
                            case 0 -> STEPS;
                            case 1 -> IMDB_LENGTHS[random.nextInt(IMDB_LENGTHS.length)];
                            default -> 21; // the start index among them
                        }))
                .toList();
    }

    private static TokenSequence sequence(RandomGenerator random, int length) {
        int[] indices = new int[STEPS];
        for (int step = STEPS - length; step < STEPS; step++) {
            indices[step] = random.nextInt(1, SHAPE.indexCount());
        }
        return new TokenSequence(indices, STEPS - length, length, length, false);
    }

    /** Reviews a second of this thread's time. */
    private static double rate(LstmInference inference, List<TokenSequence> sequences, int batch, double seconds) {
        long start = THREAD.getCurrentThreadCpuTime();
        long reviews = 0;
        long elapsed = 0;
        for (int from = 0; elapsed < seconds * 1e9; from = (from + batch) % (POOL - batch + 1)) {
            if (batch == 1) {
                inference.probability(sequences.get(from));
            } else {
                inference.probabilities(sequences.subList(from, from + batch));
            }
            reviews += batch;
            elapsed = THREAD.getCurrentThreadCpuTime() - start;
        }
        return reviews * 1e9 / elapsed;
    }

    private static double rate(
            LstmInference inference, List<TokenSequence> sequences, int batch, double seconds, int threads)
            throws Exception {
        Callable<Long> caller = () -> {
            long start = System.nanoTime();
            long reviews = 0;
            for (int from = 0; System.nanoTime() - start < seconds * 1e9; from = (from + batch) % (POOL - batch + 1)) {
                inference.probabilities(sequences.subList(from, from + batch));
                reviews += batch;
            }
            return reviews;
        };
        try (var pool = Executors.newFixedThreadPool(threads)) {
            long sum = 0;
            long start = System.nanoTime();
            for (var result : pool.invokeAll(java.util.Collections.nCopies(threads, caller))) {
                sum += result.get();
            }
            return sum * 1e9 / (System.nanoTime() - start);
        }
    }

    /** GFLOP/s of the recurrent products alone, with as many rows as go through time together. */
    private static double productRate(int batch, double seconds) {
        int rows = Math.min(batch, Scratch.ROWS);
        Kernels kernels = new VectorKernels();
        var weights = new PackedWeights(TestModels.weights(SHAPE, 1), kernels.lanes());
        int panel = Kernels.GATES * kernels.lanes();
        float[] hidden = new float[rows * weights.paddedUnits];
        float[] sums = new float[rows * panel];
        int[] addendAt = new int[rows];
        double best = 0;
        for (int round = 0; round < 2; round++) {
            long start = THREAD.getCurrentThreadCpuTime();
            long steps = 0;
            long elapsed = 0;
            while (elapsed < seconds * 1e9) {
                for (int step = 0; step < STEPS; step++) {
                    for (int block = 0; block < weights.blocks; block++) {
                        kernels.multiply(
                                rows,
                                weights.units,
                                hidden,
                                weights.paddedUnits,
                                weights.recurrentKernel,
                                weights.panelAt(block),
                                weights.table,
                                addendAt,
                                block * panel,
                                sums,
                                0,
                                panel);
                    }
                }
                steps += STEPS;
                elapsed = THREAD.getCurrentThreadCpuTime() - start;
            }
            best = Math.max(best, steps * rows * FLOPS_PER_STEP / elapsed);
        }
        return best;
    }
}
