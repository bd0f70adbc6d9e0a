package dev.verdict.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class FailedAttemptsTest {
    private Instant now = Instant.parse("2026-11-25T00:00:00Z");
    private final FailedAttempts attempts = new FailedAttempts(() -> now);

    @Test
    void shouldListenWhenClientFailedOnceLessThanTheLimit() {
        // When
        fail("a", FailedAttempts.LIMIT - 1);

        // Then
        assertThat(attempts.mustWait("a")).isZero();
    }

    @Test
    void shouldLetClientWaitForRestOfWindowWhenItFailedTooOften() {
        // Given
        fail("a", FailedAttempts.LIMIT - 1);
        now = now.plusSeconds(20);

        // When
        fail("a", 1);

        // Then
        assertThat(attempts.mustWait("a")).isEqualTo(FailedAttempts.WINDOW.minusSeconds(20));
        assertThat(attempts.mustWait("b")).isZero();
    }

    @Test
    void shouldCountAnewWhenWindowIsOver() {
        // Given
        fail("a", FailedAttempts.LIMIT);

        // When
        now = now.plus(FailedAttempts.WINDOW);

        // Then
        assertThat(attempts.mustWait("a")).isZero();
        fail("a", FailedAttempts.LIMIT - 1);
        assertThat(attempts.mustWait("a")).isZero();
        fail("a", 1);
        assertThat(attempts.mustWait("a")).isGreaterThan(Duration.ZERO);
    }

    @Test
    void shouldForgetOldestClientsWhenThereAreTooMany() {
        // Given
        fail("first", FailedAttempts.LIMIT);

        // When
        for (int i = 0; i < FailedAttempts.MAX_CLIENTS; i++) {
            fail("client-" + i, 1);
        }

        // Then
        assertThat(attempts.clients()).isEqualTo(FailedAttempts.MAX_CLIENTS);
        assertThat(attempts.mustWait("first")).isZero();
    }

    private void fail(String client, int times) {
        for (int i = 0; i < times; i++) {
            attempts.add(client);
        }
    }
}
