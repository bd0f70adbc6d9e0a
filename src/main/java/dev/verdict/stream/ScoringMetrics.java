package dev.verdict.stream;

import dev.verdict.review.RejectionReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts what the stream did. Safe for any number of threads. */
public final class ScoringMetrics {
    private final Timer scored;
    private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);

    public ScoringMetrics(MeterRegistry registry) {
        scored = Timer.builder("verdict.reviews.scored")
                .description("Reviews scored from the stream, with the time that parsing and scoring took")
                .register(registry);
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(
                    reason,
                    Counter.builder("verdict.reviews.rejected")
                            .description("Records that went to the dead letters")
                            .tag("reason", reason.name())
                            .register(registry));
        }
    }

    void scored(long nanos) {
        scored.record(nanos, TimeUnit.NANOSECONDS);
    }

    void rejected(RejectionReason reason) {
        rejected.get(reason).increment();
    }
}
