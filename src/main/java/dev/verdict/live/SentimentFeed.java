package dev.verdict.live;

import dev.verdict.live.FeedEvent.Came;
import dev.verdict.live.FeedEvent.Gap;
import dev.verdict.live.FeedEvent.Heartbeat;
import dev.verdict.review.Label;
import dev.verdict.review.Sentiment;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongSupplier;

/**
 * Passes sentiments on to all listeners and keeps the last ones for those who come back. Whoever publishes is never held up by
 * a listener. Thread-safe.
 */
public final class SentimentFeed {
    private static final Subscription NONE = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final int capacity;
    private final int maxListeners;
    private final LongSupplier nanoTime;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    private final Deque<Came> recent = new ArrayDeque<>();
    /** Partition -> offset up to which nothing is kept. */
    private final Map<Integer, Long> gone = new HashMap<>();

    private FeedPosition position = FeedPosition.START;
    private Totals totals = new Totals(0, 0, 0);
    private long cameAtHeartbeat;
    private long lastHeartbeat;

    /**
     * @param capacity sentiments that are kept, and that wait for a slow listener
     * @param nanoTime such as {@link System#nanoTime}
     */
    public SentimentFeed(int capacity, int maxListeners, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.maxListeners = maxListeners;
        this.nanoTime = nanoTime;
        this.lastHeartbeat = nanoTime.getAsLong();
    }

    /** There are as many listeners as there may be. */
    public static final class TooManyListenersException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyListenersException(int limit) {
            super("there are " + limit + " listeners already; no more are taken");
        }
    }

    /**
     * What came since the feed began.
     *
     * @param probability sum of P(positive)
     */
    public record Totals(long came, long positive, double probability) {
        Totals plus(Sentiment sentiment) {
            return new Totals(
                    came + 1,
                    positive + (sentiment.label() == Label.POSITIVE ? 1 : 0),
                    probability + sentiment.probability());
        }
    }

    public synchronized Totals totals() {
        return totals;
    }

    int listeners() {
        return listeners.size();
    }

    /** A record of the topic, read in its partition's order. */
    synchronized void publish(int partition, long offset, Instant time, Sentiment sentiment) {
        gone.putIfAbsent(partition, offset - 1);
        position = position.with(partition, offset);
        var event = new Came(partition, offset, position, new LiveSentiment(sentiment, time));
        totals = totals.plus(sentiment);
        recent.add(event);
        if (recent.size() > capacity) {
            Came oldest = recent.remove();
            gone.put(oldest.partition(), oldest.offset());
        }
        listeners.forEach(listener -> listener.offer(event));
    }

    /** Tells all listeners that the feed lives, and how many sentiments come a second. */
    synchronized void heartbeat(Instant now) {
        long nanos = nanoTime.getAsLong();
        double rate = (totals.came() - cameAtHeartbeat) * 1e9 / Math.max(1, nanos - lastHeartbeat);
        cameAtHeartbeat = totals.came();
        lastHeartbeat = nanos;
        var event = new Heartbeat(
                position.toString(), String.format(Locale.ROOT, "{\"time\":\"%s\",\"rate\":%.1f}", now, rate));
        listeners.forEach(listener -> listener.offer(event));
    }

    /**
     * What a listener hears of.
     *
     * @param since where it stopped listening; it is told what came since, as far as that is at hand
     * @param last otherwise: how many of those that came last it is told first
     * @param executor runs what it is told, one event after the other
     * @throws TooManyListenersException when it subscribes, to its {@code onError}
     */
    public Publisher<FeedEvent> listen(Interest interest, Optional<FeedPosition> since, int last, Executor executor) {
        return subscriber -> subscribe(interest, since, last, executor, subscriber);
    }

    private void subscribe(
            Interest interest,
            Optional<FeedPosition> since,
            int last,
            Executor executor,
            Subscriber<? super FeedEvent> subscriber) {
        Listener listener;
        synchronized (this) {
            if (listeners.size() >= maxListeners) {
                subscriber.onSubscribe(NONE);
                subscriber.onError(new TooManyListenersException(maxListeners));
                return;
            }
            List<FeedEvent> backlog =
                    since.map(position -> since(position, interest)).orElseGet(() -> last(last, interest));
            Listener[] self = new Listener[1];
            listener = new Listener(
                    interest, capacity, executor, nanoTime, backlog, subscriber, () -> listeners.remove(self[0]));
            self[0] = listener;
            listeners.add(listener);
        }
        subscriber.onSubscribe(listener);
    }

    private List<FeedEvent> since(FeedPosition position, Interest interest) {
        var backlog = new ArrayList<FeedEvent>();
        if (position.isBehind(gone)) {
            backlog.add(new Gap());
        }
        recent.stream()
                .filter(event -> !position.isPast(event.partition(), event.offset()))
                .filter(interest::covers)
                .forEach(backlog::add);
        return backlog;
    }

    private List<FeedEvent> last(int count, Interest interest) {
        List<Came> matching = recent.stream().filter(interest::covers).toList();
        return List.copyOf(matching.subList(Math.max(0, matching.size() - count), matching.size()));
    }
}
