package dev.verdict.network;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs phases of independent tasks on a number of threads, the caller's among them. Which thread runs a task is left to
 * chance, so a task's result must not depend on it. The threads are daemons and end when they have had nothing to do for
 * some seconds.
 */
final class Workers {
    private static final long IDLE_SECONDS = 10;
    /** Busy waiting for the end of a phase before others get the CPU: phases end within microseconds of each other. */
    private static final int SPINS = 20_000;

    private final int threads;
    private final ThreadPoolExecutor helpers;

    /** @param threads at least 1, or 0 for as many as there are processors */
    Workers(int threads) {
        this.threads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        this.helpers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> Thread.ofPlatform().daemon().name("lstm-worker").unstarted(task));
    }

    int threads() {
        return threads;
    }

    /** Tasks 0 .. count - 1, in any order and at the same time. */
    static final class Phase {
        private final int count;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();

        Phase(int count, IntConsumer task) {
            this.count = count;
            this.task = task;
        }
    }

    /** Runs the phases one after the other; an exception of a task is thrown on after the last one has ended. */
    void run(Phase... phases) {
        var failure = new AtomicReference<RuntimeException>();
        for (int helper = 1; helper < threads; helper++) {
            helpers.execute(() -> work(phases, failure));
        }
        work(phases, failure);
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private static void work(Phase[] phases, AtomicReference<RuntimeException> failure) {
        for (Phase phase : phases) {
            for (int task = phase.next.getAndIncrement(); task < phase.count; task = phase.next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        phase.task.accept(task);
                    }
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    phase.done.incrementAndGet();
                }
            }
            for (int spins = 0; phase.done.get() < phase.count; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }
    }
}
