package dev.verdict.network;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

/** Times the network of the IMDB recipe on minibatches of {@value #MINIBATCH} x {@value #STEPS}, and what bounds it. */
public final class TrainingBenchmark {
    public static final int MINIBATCH = 32;
    public static final int STEPS = 80;

    private static final int INDICES = 2000;
    private static final int SIZE = 128;
    private static final int PRODUCTS_A_THREAD = 20_000;

    /**
     * Floating-point operations of a minibatch: the products of (32 * 80, 128) and (128, 512) with the input and the
     * recurrent kernel, forward and twice backward, as if dropout and repeated words left nothing out.
     */
    public static final double BATCH_FLOP = 6 * 2.0 * MINIBATCH * STEPS * SIZE * Gate.COUNT * SIZE;

    private TrainingBenchmark() {}

    /** A network that is trained, minibatch after minibatch. */
    public interface Trained {
        /** Once before some minibatches: sets the threads that ND4J's operations use in this JVM. */
        void prepare();

        void fit(float[][] indices, float[][] labels);
    }

    /** This project's layer with all dropout on, inside {@code MultiLayerNetwork.fit}. */
    public static Trained verdict(int threads) {
        EmbeddedKerasLstm layer = new EmbeddedKerasLstm.Builder()
                .nIn(INDICES)
                .embeddingSize(SIZE)
                .nOut(SIZE)
                .dropout(0.2)
                .recurrentDropout(0.2)
                .threads(threads)
                .build();
        return trained(TestNetworks.classifier(layer, 1), 1);
    }

    /** Deeplearning4j's own layers, without dropout. */
    public static Trained stock(int threads) {
        return trained(TestNetworks.stockClassifier(INDICES, SIZE, SIZE), threads);
    }

    /** @param nativeThreads that ND4J's operations may use; more than one makes small ones slower */
    private static Trained trained(MultiLayerConfiguration configuration, int nativeThreads) {
        var network = new MultiLayerNetwork(configuration);
        network.init();
        return new Trained() {
            @Override
            public void prepare() {
                NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(nativeThreads);
                Nd4j.factory().blas().setMaxThreads(nativeThreads);
            }

            @Override
            public void fit(float[][] indices, float[][] labels) {
                try (INDArray features = Nd4j.createFromArray(indices);
                        INDArray truths = Nd4j.createFromArray(labels)) {
                    network.fit(features, truths);
                }
            }
        };
    }

    /**
     * GFLOP/s of the layer's own kernel on products of (32, 128) and (128, 128) that stay in the cache, on so many
     * threads at once.
     */
    public static double matrixProductGflops(int threads) {
        var barrier = new CyclicBarrier(threads);
        double productFlop = 2.0 * MINIBATCH * SIZE * SIZE;
        double[] gflops = new double[threads];
        Thread[] running = IntStream.range(0, threads)
                .mapToObj(thread -> new Thread(() -> {
                    Product product = new Product();
                    product.repeat(PRODUCTS_A_THREAD); // compiles it
                    await(barrier);
                    long start = System.nanoTime();
                    product.repeat(PRODUCTS_A_THREAD);
                    gflops[thread] = productFlop * PRODUCTS_A_THREAD / (System.nanoTime() - start);
                }))
                .toArray(Thread[]::new);
        Arrays.stream(running).forEach(Thread::start);
        for (Thread thread : running) {
            join(thread);
        }
        return Arrays.stream(gflops).sum();
    }

    private static final class Product {
        private final Arithmetic arithmetic = Arithmetic.fastest();
        private final Rows rows = Rows.spaced(new float[MINIBATCH * SIZE], MINIBATCH, 0, SIZE);
        private final float[] panels = new float[SIZE * SIZE];

        void repeat(int times) {
            int width = arithmetic.panelWidth();
            for (int i = 0; i < times; i++) {
                for (int panel = 0; panel * width < SIZE; panel++) {
                    arithmetic.multiply(
                            MINIBATCH, SIZE, rows, panels, panel * SIZE * width, rows, rows, rows, panel * width);
                }
            }
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
