package dev.verdict.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Notices that the system's clock was set back. Kafka Streams' timers and commits go by that clock, so all that it has planned
 * waits until the clock is again where it was. Thread-safe; shared by the tasks of an instance, as a new task would know
 * nothing of an earlier time.
 */
final class SetBackClock {
    // Threads look at the clock now and then, so that one may be a little behind another.
    private static final long TOLERANCE_MILLIS = 1_000;

    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

    /** @param now milliseconds since 1970, by the system's clock */
    boolean isSetBack(long now) {
        return now + TOLERANCE_MILLIS < latest.accumulateAndGet(now, Math::max);
    }
}
