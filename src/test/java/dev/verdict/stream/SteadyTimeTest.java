package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class SteadyTimeTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicLong nanos = new AtomicLong(-7_000);
    private Instant clock = START;
    private final SteadyTime time = new SteadyTime(() -> clock, nanos::get);

    @Test
    void shouldStartAtSystemsTime() {
        assertThat(time.milliseconds()).isEqualTo(START.toEpochMilli());
    }

    @Test
    void shouldGoOnByWhatHasPassed() {
        nanos.addAndGet(Duration.ofMillis(1_500).toNanos());

        assertThat(time.milliseconds()).isEqualTo(START.plusMillis(1_500).toEpochMilli());
        assertThat(time.timer(1_000).remainingMs()).isEqualTo(1_000);
    }

    @Test
    void shouldNotJumpWhenSystemsClockIsSet() {
        clock = START.minus(Duration.ofHours(2));
        assertThat(time.milliseconds()).isEqualTo(START.toEpochMilli());

        clock = START.plus(Duration.ofHours(2));
        assertThat(time.milliseconds()).isEqualTo(START.toEpochMilli());
    }

    @Test
    void shouldEndTimerWhenItsTimeHasPassed() {
        var timer = time.timer(1_000);

        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        timer.update();
        assertThat(timer.isExpired()).isFalse();

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        timer.update();
        assertThat(timer.isExpired()).isTrue();
    }

    @Test
    void shouldWaitForObjectWhenDeadlineIsAheadByItsOwnTime() throws InterruptedException {
        // By the system's clock this deadline is long past.
        var asked = new AtomicInteger();

        time.waitObject(asked, () -> asked.incrementAndGet() > 1 || isNotified(asked), time.milliseconds() + 60_000);

        assertThat(asked).hasValue(2);
    }

    private static boolean isNotified(Object object) {
        Thread.ofVirtual().start(() -> {
            synchronized (object) {
                object.notifyAll();
            }
        });
        return false;
    }

    @Test
    @Timeout(30)
    void shouldGiveUpWaitingForObjectWhenDeadlineIsPastByItsOwnTime() {
        var ahead = new SteadyTime(() -> Instant.now().plus(Duration.ofDays(1)), nanos::get);

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> ahead.waitObject(new Object(), () -> false, ahead.milliseconds() - 1));
    }
}
