package dev.verdict.network;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.util.Arrays;

/**
 * Times training batches of 32 x 80 of the IMDB network with all dropout on, inside of {@code MultiLayerNetwork.fit} and of
 * the layer alone. Arguments: threads, batches a round, rounds.
 */
final class TrainingBenchmark {
    private static final int INDICES = 2000;
    private static final int SIZE = 128;
    private static final int MINIBATCH = 32;
    private static final int STEPS = 80;
    private static final int BATCHES_OF_EPOCH = 782;

    private TrainingBenchmark() {}

    public static void main(String[] arguments) {
        int threads = Integer.parseInt(arguments[0]);
        int batches = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
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
        INDArray[] inputs = new INDArray[batches];
        Arrays.setAll(inputs, i -> TestNetworks.indices(MINIBATCH, STEPS, INDICES, i));
        INDArray labels = TestNetworks.labels(MINIBATCH, 1);
        double[] millis = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            for (INDArray input : inputs) {
                network.fit(input, labels);
            }
            millis[round] = (System.nanoTime() - begin) / 1e6 / batches;
            System.out.printf(
                    "fit: %.2f ms a batch, %.2f s an epoch%n", millis[round], millis[round] * BATCHES_OF_EPOCH / 1e3);
        }
        Arrays.sort(millis);
        System.out.printf(
                "%d threads: fit minimum %.2f, median %.2f s an epoch%n",
                threads, millis[0] * BATCHES_OF_EPOCH / 1e3, millis[rounds / 2] * BATCHES_OF_EPOCH / 1e3);
        core(threads, batches, rounds);
    }

    private static void core(int threads, int batches, int rounds) {
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
        double bestForward = Double.MAX_VALUE;
        double bestBackward = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long forward = 0;
            long backward = 0;
            for (int i = 0; i < batches; i++) {
                float[] indices = TestNetworks.indices(MINIBATCH, STEPS, INDICES, i)
                        .data()
                        .asFloat();
                for (int j = 0; j < indices.length; j++) {
                    batch.indices[j] = (int) indices[j];
                }
                long begin = System.nanoTime();
                core.forward(true, i);
                long middle = System.nanoTime();
                core.backward(new float[0]);
                backward += System.nanoTime() - middle;
                forward += middle - begin;
            }
            bestForward = Math.min(bestForward, forward / 1e6 / batches);
            bestBackward = Math.min(bestBackward, backward / 1e6 / batches);
        }
        System.out.printf(
                "core: forward %.2f, backward %.2f ms a batch, %.2f s an epoch%n",
                bestForward, bestBackward, (bestForward + bestBackward) * BATCHES_OF_EPOCH / 1e3);
    }
}
