package dev.verdict.inference;

import dev.verdict.network.RecurrentActivation;

import java.util.concurrent.CompletableFuture;

/**
 * The scalar loops until the vector loops are compiled. Before the JIT compiler has got to them, vector operations take
 * thousands of times as long; so a thread of its own runs them on zeros until they are fast.
 */
final class WarmingKernels {
    /** Compiled loops of any CPU do more a second, those that are not far less. */
    private static final double FLOPS_WHEN_COMPILED = 5e9;
    /** After that time the compiler has had its chance. */
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private static final int FAST_ROUNDS = 5;
    private static final int ROWS = 7; // tiles of 4, 2 and 1
    private static final int DEPTH = 128;

    private final Kernels scalar;
    private final Kernels vector;
    private final CompletableFuture<Void> compiled;

    private WarmingKernels(Kernels scalar, Kernels vector, CompletableFuture<Void> compiled) {
        this.scalar = scalar;
        this.vector = vector;
        this.compiled = compiled;
    }

    /** The fastest that this JVM offers. */
    static WarmingKernels fastest(RecurrentActivation activation) {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return only(new ScalarKernels(ScalarKernels.PREFERRED_LANES));
        }
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

    private static void runUntilFast(Kernels kernels, RecurrentActivation activation) {
        int panel = Kernels.GATES * kernels.lanes();
        float[] states = new float[ROWS * DEPTH];
        float[] kernel = new float[DEPTH * panel];
        float[] sums = new float[ROWS * panel];
        int[] at = new int[ROWS];
        double flops = 2.0 * ROWS * DEPTH * panel;
        long start = System.nanoTime();
        int fastRounds = 0;
        while (fastRounds < FAST_ROUNDS && System.nanoTime() - start < PATIENCE_NANOS) {
            long begin = System.nanoTime();
            kernels.multiply(ROWS, DEPTH, states, DEPTH, kernel, 0, kernel, at, 0, sums, 0, panel);
            switch (activation) {
                case SIGMOID -> kernels.gates(ROWS, sums, states, states, at, 0);
                case HARD_SIGMOID -> kernels.hardGates(ROWS, sums, states, states, at, 0);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            fastRounds = seconds * FLOPS_WHEN_COMPILED < flops ? fastRounds + 1 : 0;
        }
    }
}
