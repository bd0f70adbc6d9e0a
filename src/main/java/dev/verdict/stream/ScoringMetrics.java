package dev.verdict.stream;

import dev.verdict.review.RejectionReason;
import dev.verdict.stream.ScoringOutcome.Rejected;
import dev.verdict.stream.ScoringOutcome.Scored;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** What the stream did, as {@code docs/stream.md} lists it. Safe for any number of threads. */
public final class ScoringMetrics {
    private static final Duration[] LATENCIES = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Counter scored;
    private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);
    private final DistributionSummary batchSize;
    private final Timer batchWait;
    private final Timer batchScoring;
    private final Timer latency;

    /** @param clock what records' timestamps are compared with */
    public ScoringMetrics(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.registry = registry;
        scored = Counter.builder("verdict.reviews.scored")
                .description("Reviews of the stream that became sentiments")
                .register(registry);
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(
                    reason,
                    Counter.builder("verdict.reviews.rejected")
                            .description("Records that went to the dead letters")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        batchSize = DistributionSummary.builder("verdict.batch.size")
                .description("Records that were scored together")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
                .register(registry);
        batchWait = timer("verdict.batch.wait", "How long the first record of a batch waited for the others");
        batchScoring = timer("verdict.batch.scoring", "Parsing, tokenising and scoring of a batch");
        latency = timer(
                "verdict.review.latency",
                "From the timestamp of a record until its sentiment or dead letter was handed to Kafka");
    }

    void watch(Breaker breaker) {
        StreamGauge.register(
                registry,
                "verdict.breaker.state",
                "0 closed, 1 trying again, 2 open: the stream pauses",
                () -> breaker.state().ordinal());
    }

    void batch(int size, long waitNanos, long scoringNanos) {
        batchSize.record(size);
        batchWait.record(waitNanos, TimeUnit.NANOSECONDS);
        batchScoring.record(scoringNanos, TimeUnit.NANOSECONDS);
    }

    void written(SourceRecord source, ScoringOutcome outcome) {
        switch (outcome) {
            case Scored _ -> scored.increment();
            case Rejected dead -> rejected.get(dead.reason()).increment();
        }
        // A producer's clock may be ahead of ours.
        latency.record(Math.max(0, clock.millis() - source.timestamp()), TimeUnit.MILLISECONDS);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
    }
}
