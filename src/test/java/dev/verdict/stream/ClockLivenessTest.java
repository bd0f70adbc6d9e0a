package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

import java.time.Instant;

class ClockLivenessTest {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final ClockLiveness liveness = new ClockLiveness(() -> now);

    @Test
    void shouldBeAliveWhileTimeGoesOn() {
        assertThat(statusAfter(0)).isEqualTo(Status.UP);
        assertThat(statusAfter(3_600)).isEqualTo(Status.UP);
    }

    @Test
    void shouldBeAliveWhenClockIsSetBackByNoMoreThanHeartbeatsMayBeLate() {
        statusAfter(0);

        assertThat(statusAfter(-3)).isEqualTo(Status.UP);
    }

    @Test
    void shouldNotBeAliveWhenClockIsSetBackByMore() {
        now = now.minusMillis(3_001);

        assertThat(liveness.call().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void shouldSayWhatToDoWhenClockIsSetBack() {
        now = now.minusSeconds(7_200);

        HealthCheckResponse response = liveness.call();

        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData().orElseThrow().get("problem").toString())
                .contains("7200 s behind", "restart this instance");
    }

    @Test
    void shouldBeAliveAgainWhenClockHasCaughtUp() {
        statusAfter(0);
        statusAfter(-7_200);

        assertThat(statusAfter(7_200)).isEqualTo(Status.UP);
    }

    private Status statusAfter(int seconds) {
        now = now.plusSeconds(seconds);
        return liveness.call().getStatus();
    }
}
