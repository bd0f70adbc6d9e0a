package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

class FailedThreadsTest {
    private final AtomicInteger tooLarge = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-23T10:15:30Z");
    private boolean committed;
    private final AtomicInteger added = new AtomicInteger();
    private final FailedThreads threads =
            new FailedThreads(added::incrementAndGet, tooLarge::incrementAndGet, _ -> committed, () -> now);

    FailedThreadsTest() {
        threads.stop(); // no pauses
    }

    @Test
    void shouldAddThreadAndRethrowWhenOneFails() {
        // Given
        var failure = new StreamsException("outside", new IllegalStateException("inside"));

        // When
        assertThatThrownBy(() -> threads.handle(failure)).isSameAs(failure);

        // Then
        assertThat(added).hasValue(1);
        assertThat(threads.recentFailure())
                .hasValueSatisfying(reason -> assertThat(reason).contains("inside"));
        assertThat(tooLarge).hasValue(0);
    }

    @Test
    void shouldTryAgainWhenThreadCannotBeAdded() {
        // Given
        var attempts = new AtomicInteger();
        var unresolved = new FailedThreads(
                () -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new StreamsException("no client", new ConfigException("no broker's name is known"));
                    }
                },
                () -> {},
                _ -> true,
                () -> now);
        var failure = new IllegalStateException();

        // When
        assertThatThrownBy(() -> unresolved.handle(failure)).isSameAs(failure);

        // Then
        assertThat(attempts).hasValue(3);
    }

    @Test
    void shouldEndWhenThreadCannotBeAddedAndStreamStops() {
        // Given
        var stopping = new FailedThreads(
                () -> {
                    throw new KafkaException("no client");
                },
                () -> {},
                _ -> true,
                () -> now);
        stopping.stop();
        var failure = new IllegalStateException();

        // Then
        assertThatThrownBy(() -> stopping.handle(failure)).isSameAs(failure);
    }

    @Test
    void shouldForgetFailureWhenNoneFollows() {
        // Given
        handle(new IllegalStateException());

        // When
        now = now.plus(FailedThreads.MEMORY);

        // Then
        assertThat(threads.recentFailure()).isEmpty();
    }

    @Test
    void shouldStayQuietWhenNothingFailed() {
        assertThat(threads.recentFailure()).isEmpty();
    }

    @Test
    void shouldReportRefusalWhenRecordWasTooLarge() {
        // When
        handle(new StreamsException("not sent", new RecordTooLargeException("too large")));

        // Then
        assertThat(tooLarge).hasValue(1);
    }

    @Test
    void shouldPauseLongerWhenThreadsKeepFailing() {
        // Given
        var failures = 6;

        // When
        for (int i = 0; i < failures; i++) {
            handle(new IllegalStateException());
        }

        // Then
        assertThat(threads.pause()).isEqualTo(Duration.ofSeconds(8));
        now = now.plus(FailedThreads.MEMORY);
        handle(new IllegalStateException());
        assertThat(threads.pause()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void shouldNotPauseWhenThreadGotOnUntilItFailed() {
        // Given
        handle(new IllegalStateException());
        handle(new IllegalStateException());

        // When
        committed = true;
        handle(new IllegalStateException());

        // Then
        assertThat(threads.pause()).isZero();
        committed = false;
        handle(new IllegalStateException());
        assertThat(threads.pause()).isEqualTo(Duration.ofMillis(500));
    }

    private void handle(RuntimeException failure) {
        assertThatThrownBy(() -> threads.handle(failure)).isSameAs(failure);
    }
}
