package dev.verdict.trend;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Reads what the stream counts, by the names that {@code docs/stream.md} lists. */
record StreamFigures(MeterRegistry registry) {
    private static final String REJECTED = "verdict.reviews.rejected";
    private static final String LATENCY = "verdict.review.latency";

    /** Reason -> records rejected since the start; without reasons that did not occur. */
    Map<String, Long> deadLetters() {
        var counts = new TreeMap<String, Long>();
        for (Counter counter : registry.find(REJECTED).counters()) {
            if (counter.count() > 0) {
                counts.merge(counter.getId().getTag("reason"), Math.round(counter.count()), Long::sum);
            }
        }
        return counts;
    }

    /** Latencies since the start. */
    LatencyBuckets latency() {
        Timer timer = registry.find(LATENCY).timer();
        if (timer == null) {
            return LatencyBuckets.NONE;
        }
        CountAtBucket[] buckets = timer.takeSnapshot().histogramCounts();
        return new LatencyBuckets(
                Arrays.stream(buckets)
                        .mapToDouble(bucket -> bucket.bucket(TimeUnit.MILLISECONDS))
                        .toArray(),
                Arrays.stream(buckets).mapToDouble(CountAtBucket::count).toArray(),
                timer.count());
    }
}
