package dev.verdict.stream;

import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Timer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The system's time with a clock that can be set; what measures spans goes on as it is. */
final class JumpingTime implements Time {
    private final AtomicLong offset = new AtomicLong();

    void jump(Duration by) {
        offset.addAndGet(by.toMillis());
    }

    @Override
    public long milliseconds() {
        return SYSTEM.milliseconds() + offset.get();
    }

    @Override
    public long nanoseconds() {
        return SYSTEM.nanoseconds();
    }

    @Override
    public void sleep(long millis) {
        SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        SYSTEM.waitObject(object, condition, deadlineMillis - offset.get());
    }

    @Override
    public Timer timer(long timeoutMillis) {
        return SYSTEM.timer(timeoutMillis);
    }
}
