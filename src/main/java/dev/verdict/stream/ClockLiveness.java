package dev.verdict.stream;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Not alive while the system's clock is behind where it was when this was made or last called. Kafka's clients go by that clock: they send no
 * heartbeats and end no waiting until it has caught up, and clients that are made anew do. Kafka Streams itself goes on
 * ({@link SteadyTime}). Thread-safe.
 */
@Liveness
class ClockLiveness implements HealthCheck {
    /** What heartbeats may be late by without the session timing out. */
    private static final long TOLERANCE_MILLIS = 3_000;

    private final InstantSource clock;
    private final AtomicLong latest;

    ClockLiveness() {
        this(InstantSource.system());
    }

    ClockLiveness(InstantSource clock) {
        this.clock = clock;
        this.latest = new AtomicLong(clock.millis());
    }

    @Override
    public HealthCheckResponse call() {
        long now = clock.millis();
        long behind = latest.accumulateAndGet(now, Math::max) - now;
        var response = HealthCheckResponse.named("clock").status(behind <= TOLERANCE_MILLIS);
        if (behind > TOLERANCE_MILLIS) {
            response.withData(
                    "problem",
                    "the system's clock was set back and is "
                            + Duration.ofMillis(behind).toSeconds()
                            + " s behind: Kafka's clients stand still until it has caught up; restart this instance");
        }
        return response.build();
    }
}
