package dev.verdict.trend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.live.SentimentFeed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class TrendTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final SentimentFeed feed = new SentimentFeed(10, 1, System::nanoTime);

    @Test
    void shouldTellWhatHappenedBetweenSamplesWhenTheyAreTaken() {
        // Given
        Timer latency = Timer.builder("verdict.review.latency")
                .serviceLevelObjectives(Duration.ofMillis(10), Duration.ofMillis(20))
                .register(registry);
        Counter rejected = Counter.builder("verdict.reviews.rejected")
                .tag("reason", "NOT_JSON")
                .register(registry);
        latency.record(Duration.ofMillis(15));
        rejected.increment();
        var trend = new Trend(feed, new StreamFigures(registry), 10, START);

        // When
        latency.record(Duration.ofMillis(5));
        latency.record(Duration.ofMillis(5));
        rejected.increment(2);
        trend.sample(START.plusSeconds(4));
        trend.sample(START.plusSeconds(8));

        // Then
        assertThat(trend.since(Instant.MIN))
                .containsExactly(
                        new TrendPoint(START.plusSeconds(4), 0, null, null, 5.0, 9.9, 2),
                        new TrendPoint(START.plusSeconds(8), 0, null, null, null, null, 0));
        assertThat(trend.deadLetters()).isEqualTo(Map.of("NOT_JSON", 3L));
    }

    @Test
    void shouldKeepTheLastPointsAndGiveThoseAfterAMoment() {
        // Given
        var trend = new Trend(feed, new StreamFigures(registry), 3, START);

        // When
        for (int second = 1; second <= 5; second++) {
            trend.sample(START.plusSeconds(second));
        }

        // Then
        assertThat(times(trend, Instant.MIN)).containsExactly(3L, 4L, 5L);
        assertThat(times(trend, START.plusSeconds(4))).containsExactly(5L);
    }

    private static List<Long> times(Trend trend, Instant since) {
        return trend.since(since).stream()
                .map(point -> Duration.between(START, point.time()).toSeconds())
                .toList();
    }
}
