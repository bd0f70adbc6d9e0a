package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
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
    void shouldWaitForObjectByItsOwnTime() throws InterruptedException {
        // By the system's clock the first deadline is long past, and the second one far away.
        time.waitObject(new Object(), () -> true, time.milliseconds() + 1);

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> time.waitObject(new Object(), () -> false, time.milliseconds() - 1));
    }
}
