package dev.verdict.inference;

import dev.verdict.network.RecurrentActivation;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The scalar loops until the vector loops are compiled. Before the JIT compiler has got to them, vector operations take
 * thousands of times as long; so a thread of its own runs them on zeros until they are fast, once in the life of a JVM.
 */
final class WarmingKernels {
    /** Compiled loops of any CPU do more a second, those that are not far less. */
    private static final double FLOPS_WHEN_COMPILED = 1e9;
    /** After that time the compiler has had its chance. */
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private static final int FAST_ROUNDS = 50;
    private static final int ROWS = 7; // tiles of 4, 2 and 1
    /** Small, since what counts for the compiler is how often a loop goes round, and until then each round is slow. */
    private static final int DEPTH = 16;

    private static final Map<RecurrentActivation, WarmingKernels> SHARED = new EnumMap<>(RecurrentActivation.class);

    private final Kernels scalar;
    private final Kernels vector;
    private final CompletableFuture<Void> compiled;
    private volatile boolean surroundingsCompiled;

    private WarmingKernels(Kernels scalar, Kernels vector, CompletableFuture<Void> compiled) {
        this.scalar = scalar;
        this.vector = vector;
        this.compiled = compiled;
    }

    /** The fastest that this JVM offers. What is compiled serves every network, so all share it. */
    static WarmingKernels fastest(RecurrentActivation activation) {
        synchronized (SHARED) {
            WarmingKernels kernels = SHARED.get(activation);
            if (kernels == null) {
                kernels = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                        ? warming(activation)
                        : only(new ScalarKernels(ScalarKernels.PREFERRED_LANES));
                SHARED.put(activation, kernels);
            }
            return kernels;
        }
    }

    private static WarmingKernels warming(RecurrentActivation activation) {
        Kernels vector = new VectorKernels();
        var compiled = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon().name("inference-warm-up").start(() -> {
            try {
                runUntilFast(vector, activation);
                compiled.complete(null);
            } catch (RuntimeException | Error e) {
                compiled.completeExceptionally(e);
            }
        });
        return new WarmingKernels(new ScalarKernels(vector.lanes()), vector, compiled);
    }

    /** These and no others. */
    static WarmingKernels only(Kernels kernels) {
        return new WarmingKernels(kernels, kernels, CompletableFuture.completedFuture(null));
    }

    Kernels current() {
        return compiled.isDone() ? vector : scalar;
    }

    /** Blocks until the loops are as fast as they get. */
    void await() {
        compiled.join();
    }

    /** Whether what calls the loops is compiled too, for one network and so for all. */
    boolean areSurroundingsCompiled() {
        return surroundingsCompiled;
    }

    void markSurroundingsCompiled() {
        surroundingsCompiled = true;
    }

    private static void runUntilFast(Kernels kernels, RecurrentActivation activation) {
        var warmUp = new WarmUp(kernels, activation);
        long start = System.nanoTime();
        int fastRounds = 0;
        while (fastRounds < FAST_ROUNDS && System.nanoTime() - start < PATIENCE_NANOS) {
            boolean isFast = warmUp.isFast(ROWS) & warmUp.isFast(1); // both, or the second would never get compiled
            fastRounds = isFast ? fastRounds + 1 : 0;
        }
    }

    /** A step of some rows with zeros. */
    private static final class WarmUp {
        private final Kernels kernels;
        private final RecurrentActivation activation;
        private final int panel;
        private final float[] states = new float[ROWS * DEPTH];
        private final float[] kernel;
        private final float[] sums;
        private final int[] at = new int[ROWS];

        WarmUp(Kernels kernels, RecurrentActivation activation) {
            this.kernels = kernels;
            this.activation = activation;
            this.panel = Kernels.GATES * kernels.lanes();
            this.kernel = new float[DEPTH * panel];
            this.sums = new float[ROWS * panel];
        }

        boolean isFast(int rows) {
            long begin = System.nanoTime();
            kernels.multiply(rows, DEPTH, states, DEPTH, kernel, 0, kernel, at, 0, sums, 0, panel);
            switch (activation) {
                case SIGMOID -> kernels.gates(rows, sums, states, states, at, 0);
                case HARD_SIGMOID -> kernels.hardGates(rows, sums, states, states, at, 0);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return seconds * FLOPS_WHEN_COMPILED < 2.0 * rows * DEPTH * panel;
        }
    }
}
