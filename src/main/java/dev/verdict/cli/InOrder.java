package dev.verdict.cli;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tasks on all cores whose results come in the order of the tasks. One thread submits and another takes; whoever submits
 * waits while more than a few results are not taken yet, so that memory stays bounded and what comes meanwhile can be
 * taken together.
 */
final class InOrder<T> implements AutoCloseable {
    private final ExecutorService workers;
    private final int most;
    private final Queue<Future<T>> results = new ArrayDeque<>(); // guarded by this
    private boolean ended;
    private boolean closed;

    InOrder(int threads) {
        workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("worker-", 1).factory());
        most = 2 * threads;
    }

    /** @return whether results are still wanted */
    synchronized boolean submit(Callable<T> task) throws InterruptedException {
        while (results.size() >= most && !closed) {
            wait();
        }
        if (closed) {
            return false;
        }
        results.add(workers.submit(task));
        notifyAll();
        return true;
    }

    /** No task follows. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits for the next result; null after the last. */
    T next() throws InterruptedException, ExecutionException {
        Future<T> next = first();
        if (next == null) {
            return null;
        }
        T result = next.get();
        synchronized (this) {
            results.remove();
            notifyAll();
        }
        return result;
    }

    private synchronized Future<T> first() throws InterruptedException {
        while (results.isEmpty() && !ended) {
            wait();
        }
        return results.peek();
    }

    /** Whether the next result would have to be waited for. */
    synchronized boolean isNextLate() {
        return results.isEmpty() || !results.element().isDone();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        workers.shutdownNow();
    }
}
