package dev.verdict.live;

import dev.verdict.live.FeedEvent.Came;
import dev.verdict.live.FeedEvent.Heartbeat;
import dev.verdict.live.FeedEvent.Skipped;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongSupplier;

/**
 * One who listens. The feed only puts events into its queue, from which its executor takes them at the speed of its
 * connection; when the queue is full the oldest go and are counted. Thread-safe.
 */
final class Listener implements Subscription {
    private static final long NOTICE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Interest interest;
    private final int capacity;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Subscriber<? super FeedEvent> subscriber;
    private final Runnable onCancel;

    private final Deque<FeedEvent> queue;
    private Heartbeat heartbeat;
    private long skipped;
    private long lastNotice;
    private long requested;
    private double allowance; // events it may still get, refilled at the rate it wants
    private long lastRefill;
    private boolean draining;
    private boolean cancelled;

    /** @param backlog what it is told first */
    Listener(
            Interest interest,
            int capacity,
            Executor executor,
            LongSupplier nanoTime,
            Collection<? extends FeedEvent> backlog,
            Subscriber<? super FeedEvent> subscriber,
            Runnable onCancel) {
        this.interest = interest;
        this.capacity = capacity;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.queue = new ArrayDeque<>(backlog);
        this.subscriber = subscriber;
        this.onCancel = onCancel;
        this.allowance = 1;
        this.lastRefill = nanoTime.getAsLong();
        this.lastNotice = lastRefill;
    }

    void offer(Came event) {
        if (!interest.covers(event)) {
            return;
        }
        synchronized (this) {
            if (!isAllowed()) {
                skipped++;
                return;
            }
            if (queue.size() >= capacity) {
                queue.remove();
                skipped++;
            }
            queue.add(event);
        }
        drainLater();
    }

    void offer(Heartbeat event) {
        synchronized (this) {
            heartbeat = event;
        }
        drainLater();
    }

    private boolean isAllowed() {
        if (interest.rate() == 0) {
            return true;
        }
        long now = nanoTime.getAsLong();
        allowance = Math.min(1, allowance + (now - lastRefill) * 1e-9 * interest.rate());
        lastRefill = now;
        if (allowance < 1) {
            return false;
        }
        allowance--;
        return true;
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            requested = Math.max(requested, requested + n); // stays at the largest when it would overflow
        }
        drainLater();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            cancelled = true;
            queue.clear();
        }
        onCancel.run();
    }

    private void drainLater() {
        synchronized (this) {
            if (draining || cancelled || requested == 0) {
                return;
            }
            draining = true;
        }
        executor.execute(this::drain);
    }

    private void drain() {
        for (FeedEvent event = next(); event != null; event = next()) {
            subscriber.onNext(event);
        }
    }

    /** @return null if there is nothing to tell at the moment; then the next one that comes starts over */
    private synchronized FeedEvent next() {
        FeedEvent event = cancelled || requested == 0 ? null : take();
        if (event == null) {
            draining = false;
        } else {
            requested--;
        }
        return event;
    }

    private FeedEvent take() {
        long now = nanoTime.getAsLong();
        if (skipped > 0 && now - lastNotice >= NOTICE_NANOS) {
            var notice = new Skipped(skipped);
            skipped = 0;
            lastNotice = now;
            return notice;
        }
        FeedEvent event = queue.poll();
        if (event == null) {
            event = heartbeat;
            heartbeat = null;
        }
        return event;
    }
}
