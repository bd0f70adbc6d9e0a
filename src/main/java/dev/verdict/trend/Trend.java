package dev.verdict.trend;

import dev.verdict.live.SentimentFeed;
import dev.verdict.live.SentimentFeed.Totals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Takes samples and keeps the last ones. Thread-safe. */
public final class Trend {
    private final SentimentFeed feed;
    private final StreamFigures figures;
    private final int capacity;

    private final Deque<TrendPoint> points = new ArrayDeque<>();
    private Instant lastTime;
    private Totals lastTotals;
    private LatencyBuckets lastLatency;
    private long lastDead;

    /** @param capacity points that are kept */
    Trend(SentimentFeed feed, StreamFigures figures, int capacity, Instant now) {
        this.feed = feed;
        this.figures = figures;
        this.capacity = capacity;
        this.lastTime = now;
        this.lastTotals = feed.totals();
        this.lastLatency = figures.latency();
        this.lastDead = dead();
    }

    synchronized void sample(Instant now) {
        Totals totals = feed.totals();
        LatencyBuckets latency = figures.latency();
        long dead = dead();
        long came = totals.came() - lastTotals.came();
        LatencyBuckets recent = latency.since(lastLatency);
        double seconds = Math.max(1, Duration.between(lastTime, now).toMillis()) / 1000.0;
        points.add(new TrendPoint(
                now,
                came / seconds,
                came == 0 ? null : (double) (totals.positive() - lastTotals.positive()) / came,
                came == 0 ? null : (totals.probability() - lastTotals.probability()) / came,
                recent.quantile(0.5),
                recent.quantile(0.99),
                dead - lastDead));
        if (points.size() > capacity) {
            points.remove();
        }
        lastTime = now;
        lastTotals = totals;
        lastLatency = latency;
        lastDead = dead;
    }

    private long dead() {
        return figures.deadLetters().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The points after that moment, in order of time. */
    public synchronized List<TrendPoint> since(Instant since) {
        return points.stream().filter(point -> point.time().isAfter(since)).toList();
    }

    /** Most points that are kept. */
    public int capacity() {
        return capacity;
    }

    /** Reason -> records that this instance rejected since its start. */
    public Map<String, Long> deadLetters() {
        return figures.deadLetters();
    }
}
