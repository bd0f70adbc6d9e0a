package dev.verdict.stream;

import org.apache.kafka.common.utils.Time;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The time that Kafka Streams goes by: that of the system when it was made, and from there on what has passed since. Timers and
 * commits thus come when they should, whatever the system's clock is set to meanwhile. Thread-safe.
 */
public final class SteadyTime implements Time {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LongSupplier nanos;
    private final long startMillis;
    private final long startNanos;

    public SteadyTime() {
        this(InstantSource.system(), System::nanoTime);
    }

    /** @param nanos what has passed since any fixed moment */
    SteadyTime(InstantSource clock, LongSupplier nanos) {
        this.nanos = nanos;
        this.startMillis = clock.millis();
        this.startNanos = nanos.getAsLong();
    }

    @Override
    public long milliseconds() {
        return startMillis + (nanos.getAsLong() - startNanos) / NANOS_PER_MILLI;
    }

    @Override
    public long nanoseconds() {
        return nanos.getAsLong();
    }

    @Override
    public void sleep(long millis) {
        SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        long left = Math.clamp(deadlineMillis - milliseconds(), 0, Integer.MAX_VALUE);
        SYSTEM.waitObject(object, condition, SYSTEM.milliseconds() + left);
    }
}
