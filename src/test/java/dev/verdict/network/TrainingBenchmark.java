package dev.verdict.network;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Times training batches of 32 x 80 of the IMDB network with all dropout on: matrix products alone, the layer alone,
 * {@code MultiLayerNetwork.fit} and its Adam. Arguments: threads, rounds. A line gives the fastest round and the median.
 */
final class TrainingBenchmark {
    private static final int INDICES = 2000;
    private static final int UNKNOWN = 2;
    private static final int SIZE = 128;
    private static final int MINIBATCH = 32;
    private static final int STEPS = 80;
    private static final int BATCHES_OF_EPOCH = 782; // 25,000 reviews
    private static final int BATCHES_OF_ROUND = 50;
    /** Six products of (2560, 128) by (128, 512), as if nothing were left out. */
    private static final double BATCH_FLOP = 6 * 2.0 * MINIBATCH * STEPS * SIZE * Gate.COUNT * SIZE;

    private final int threads;
    private final int rounds;

    private TrainingBenchmark(int threads, int rounds) {
        this.threads = threads;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) {
        var benchmark = new TrainingBenchmark(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        double gflops = benchmark.matrixProducts();
        System.out.printf("matrix products, 1 thread: %.1f GFLOP/s%n", gflops);
        benchmark.adam();
        for (boolean natural : new boolean[] {false, true}) {
            INDArray[] inputs = new INDArray[BATCHES_OF_ROUND];
            Arrays.setAll(
                    inputs, i -> natural ? naturalIndices(i) : TestNetworks.indices(MINIBATCH, STEPS, INDICES, i));
            System.out.printf(
                    "%s indices, %.1f of %d distinct%n", natural ? "natural" : "uniform", distinct(inputs), STEPS);
            double millis = benchmark.core(inputs);
            System.out.printf(
                    "  %.0f %% of the rate of matrix products%n",
                    100 * BATCH_FLOP / (millis * 1e6) / (gflops * benchmark.threads));
            benchmark.fit(inputs);
        }
    }

    private double matrixProducts() {
        var arithmetic = Arithmetic.fastest();
        int width = arithmetic.panelWidth();
        var rows = Rows.spaced(new float[MINIBATCH * SIZE], MINIBATCH, 0, SIZE);
        float[] panels = new float[SIZE * SIZE];
        int repetitions = 2000;
        double millis = time("32 x 128 x 128", repetitions, _ -> {
            for (int panel = 0; panel * width < SIZE; panel++) {
                arithmetic.multiply(
                        MINIBATCH, SIZE, rows, panels, panel * SIZE * width, rows, rows, rows, panel * width);
            }
        });
        return 2.0 * MINIBATCH * SIZE * SIZE / (millis * 1e6);
    }

    private void adam() {
        int length = new LstmShape(INDICES, SIZE, SIZE).parameterCount();
        INDArray gradient = Nd4j.rand(DataType.FLOAT, length);
        INDArray first = Nd4j.zeros(DataType.FLOAT, length);
        INDArray second = Nd4j.zeros(DataType.FLOAT, length);
        time(
                "Deeplearning4j's Adam",
                BATCHES_OF_ROUND,
                i -> Nd4j.exec(new AdamUpdater(gradient, second, first, 0.001, 0.9, 0.999, 1e-7, i)));
    }

    private double core(INDArray[] inputs) {
        var shape = new LstmShape(INDICES, SIZE, SIZE);
        var core = new LstmCore(
                shape,
                RecurrentActivation.SIGMOID,
                0.2,
                0.2,
                new DrawnMasks(1, 0.2, 0.2, false, SIZE, SIZE),
                Arithmetic.fastest(),
                new Workers(threads));
        System.arraycopy(KerasInitialValues.draw(shape, 1), 0, core.parameters(), 0, shape.parameterCount());
        Minibatch batch = core.begin(MINIBATCH, STEPS);
        Arrays.fill(batch.outputGradient, 0.01f);
        int[][] indices = new int[inputs.length][];
        Arrays.setAll(indices, i -> inputs[i].data().asInt());
        return time("layer alone", inputs.length, i -> {
            System.arraycopy(indices[i], 0, batch.indices, 0, indices[i].length);
            core.forward(true, i);
            core.backward(new float[0]);
        });
    }

    private void fit(INDArray[] inputs) {
        EmbeddedKerasLstm layer = new EmbeddedKerasLstm.Builder()
                .nIn(INDICES)
                .embeddingSize(SIZE)
                .nOut(SIZE)
                .dropout(0.2)
                .recurrentDropout(0.2)
                .threads(threads)
                .build();
        var network = new MultiLayerNetwork(TestNetworks.classifier(layer, 1));
        network.init();
        INDArray labels = TestNetworks.labels(MINIBATCH, 1);
        time("MultiLayerNetwork.fit", inputs.length, i -> network.fit(inputs[i], labels));
    }

    private interface Repeated {
        void run(int repetition);
    }

    /** Milliseconds a repetition in the fastest round. */
    private double time(String what, int repetitions, Repeated repeated) {
        double[] millis = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < repetitions; i++) {
                repeated.run(i);
            }
            millis[round] = (System.nanoTime() - begin) / 1e6 / repetitions;
        }
        Arrays.sort(millis);
        double median = millis[rounds / 2];
        System.out.printf(
                "%-22s %7.3f ms, median %7.3f (%d threads); %.2f s an epoch, median %.2f%n",
                what, millis[0], median, threads, millis[0] * BATCHES_OF_EPOCH / 1e3, median * BATCHES_OF_EPOCH / 1e3);
        return millis[0];
    }

    /** A fifth unknown, the rest log-uniform over the ranks: repeats indices about as often as the reviews do. */
    private static INDArray naturalIndices(long seed) {
        var random = new SplittableRandom(seed);
        float[][] indices = new float[MINIBATCH][STEPS];
        for (float[] sequence : indices) {
            for (int step = 0; step < STEPS; step++) {
                sequence[step] =
                        random.nextInt(5) == 0 ? UNKNOWN : (int) Math.exp(random.nextDouble() * Math.log(INDICES));
            }
        }
        return Nd4j.createFromArray(indices);
    }

    private static double distinct(INDArray[] inputs) {
        return Arrays.stream(inputs)
                .flatMap(input -> Arrays.stream(input.toIntMatrix()))
                .mapToLong(sequence -> Arrays.stream(sequence).distinct().count())
                .average()
                .orElseThrow();
    }
}
