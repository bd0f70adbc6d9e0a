package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.TestModels;
import dev.verdict.roles.Roles;
import dev.verdict.scoring.Scorer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** While it runs, {@code ServiceIT} sees it ready. */
class StreamReadinessTest {
    private final KafkaStreams created = created();
    private final Breaker breaker =
            new Breaker(TestConfigs.of(StreamConfig.class, Map.of()).breaker(), 64);
    private final StreamReadiness readiness = readiness("scorer");

    @AfterEach
    void close() {
        created.close();
    }

    @Test
    void shouldSayStateWhenStreamDoesNotRun() {
        assertThatItIsDownBecause("Kafka Streams is CREATED");
    }

    @Test
    void shouldSayThatStreamPausesWhenBreakerIsOpen() {
        // When
        breaker.admits(100, 100, 0);

        // Then
        assertThatItIsDownBecause("the stream pauses: too many of the last records would become dead letters");
    }

    @Test
    void shouldBeReadyWithoutStreamWhenInstanceDoesNotScore() {
        assertThat(readiness("trainer", "api").call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    private StreamReadiness readiness(String... roles) {
        return new StreamReadiness(
                new Roles(List.of(roles)),
                created,
                new FailedThreads(() -> {}, () -> {}, _ -> false, InstantSource.system()),
                breaker,
                () -> new Scorer(TestModels.withWords("good")));
    }

    private void assertThatItIsDownBecause(String problem) {
        HealthCheckResponse response = readiness.call();
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(response.getData().orElseThrow()).containsEntry("problem", problem);
    }

    private static KafkaStreams created() {
        var builder = new StreamsBuilder();
        builder.stream("reviews");
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        return new KafkaStreams(builder.build(), config);
    }
}
