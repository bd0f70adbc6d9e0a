package dev.verdict.network;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * Runs phases of independent tasks on a number of threads, the caller's among them. Each thread begins with a share of
 * its own, the same in every phase with as many tasks, so that it finds in its core's cache what it left there; who is
 * done helps the others. A task's result must not depend on the thread that runs it. The threads are daemons and end when
 * they have had nothing to do for some seconds.
 */
final class Workers {
    private static final long IDLE_SECONDS = 10;
    /** Busy waiting for the end of a phase before others get the CPU: phases end within microseconds of each other. */
    private static final int SPINS = 20_000;
    /**
     * Busy waiting for the next call: waking a thread takes longer than what comes between the calls of a training step.
     */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final Job NONE = new Job(new Phase[0], 1);

    /** By number of threads: a layer and an optimiser, which know nothing of each other, take turns on the same ones. */
    private static final Map<Integer, Workers> SHARED = new ConcurrentHashMap<>();

    private final int threads;
    private final long lingerNanos;
    private final ThreadPoolExecutor helpers;
    /** Of each thread the one under way, NONE in between, or null if the thread is gone. */
    private final AtomicReferenceArray<Job> jobs;

    private final ReentrantLock turn = new ReentrantLock();

    /** @param threads at least 1, or 0 for as many as there are processors */
    static Workers of(int threads) {
        return SHARED.computeIfAbsent(
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                count -> new Workers(count, LINGER_NANOS));
    }

    /** @param lingerNanos how long a thread waits for the next call before it goes */
    Workers(int threads, long lingerNanos) {
        this.threads = threads;
        this.lingerNanos = lingerNanos;
        this.jobs = new AtomicReferenceArray<>(threads);
        this.helpers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> Thread.ofPlatform().daemon().name("lstm-worker").unstarted(task));
    }

    /** Tasks 0 .. count - 1, in any order and at the same time. */
    record Phase(int count, IntConsumer task) {}

    /**
     * Runs the phases one after the other; what a task threw is thrown on after the last one has ended. If others have the
     * threads, the caller's works alone.
     */
    void run(Phase... phases) {
        if (!turn.tryLock()) {
            var alone = new Job(phases, 1);
            alone.work(0);
            alone.throwFailure();
            return;
        }
        try {
            runTogether(new Job(phases, threads));
        } finally {
            turn.unlock();
        }
    }

    private void runTogether(Job job) {
        for (int helper = 1; helper < threads; helper++) {
            if (jobs.getAndSet(helper, job) == null) {
                int number = helper;
                helpers.execute(() -> help(number));
            }
        }
        job.work(0);
        job.throwFailure();
    }

    private void help(int number) {
        for (Job job = jobs.get(number); job != null; job = next(number, job)) {
            job.work(number);
        }
    }

    /** What comes after a job, or null if nothing comes soon. */
    private Job next(int number, Job done) {
        if (jobs.compareAndSet(number, done, NONE)) {
            long start = System.nanoTime();
            while (jobs.get(number) == NONE) {
                Thread.onSpinWait();
                if (System.nanoTime() - start >= lingerNanos && jobs.compareAndSet(number, NONE, null)) {
                    return null;
                }
            }
        }
        return jobs.get(number);
    }

    private static final class Job {
        private final Phase[] phases;
        private final int threads;
        private final AtomicInteger[] next; // [phase * threads + thread]: task of the thread's share
        private final AtomicInteger[] done; // [phase]
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Job(Phase[] phases, int threads) {
            this.phases = phases;
            this.threads = threads;
            next = new AtomicInteger[phases.length * threads];
            done = new AtomicInteger[phases.length];
            for (int phase = 0; phase < phases.length; phase++) {
                done[phase] = new AtomicInteger();
                for (int thread = 0; thread < threads; thread++) {
                    next[phase * threads + thread] = new AtomicInteger(shareBegin(phase, thread));
                }
            }
        }

        private int shareBegin(int phase, int thread) {
            return (int) ((long) phases[phase].count * thread / threads);
        }

        void work(int thread) {
            for (int phase = 0; phase < phases.length; phase++) {
                for (int i = 0; i < threads; i++) {
                    workOnShare(phase, (thread + i) % threads);
                }
                awaitEnd(phase);
            }
        }

        private void workOnShare(int phase, int share) {
            AtomicInteger number = next[phase * threads + share];
            int end = shareBegin(phase, share + 1);
            for (int task = number.getAndIncrement(); task < end; task = number.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        phases[phase].task.accept(task);
                    }
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    done[phase].incrementAndGet();
                }
            }
        }

        private void awaitEnd(int phase) {
            for (int spins = 0; done[phase].get() < phases[phase].count; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }

        void throwFailure() {
            switch (failure.get()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> {}
            }
        }
    }
}
