package dev.verdict.service;

import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** A service that is told to trace. */
@QuarkusTest
@TestProfile(TracingIT.On.class)
@WithTestResource(KafkaResource.class)
class TracingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    InMemorySpanExporter exporter;

    public static class On implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.bsp.schedule.delay", "100ms");
        }
    }

    static class Exporters {
        @Produces
        @Singleton
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }
    }

    @Test
    void shouldContinueTraceOfReviewInItsSentiment() throws Exception {
        // Given
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
        var probe = new KafkaProbe(bootstrapServers);

        // When
        probe.send(
                "r-1",
                "{\"id\":\"r-1\",\"text\":\"good\"}",
                Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01", "tracestate", "vendor=value"));

        // Then
        ConsumerRecord<byte[], byte[]> sentiment = probe.await("sentiments", "r-1");
        assertThat(new String(sentiment.headers().lastHeader("traceparent").value(), UTF_8))
                .startsWith("00-" + TRACE)
                .doesNotContain("b7ad6b7169203331");
        assertThat(new String(sentiment.headers().lastHeader("tracestate").value(), UTF_8))
                .isEqualTo("vendor=value");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(exporter.getFinishedSpanItems())
                        .anySatisfy(span -> assertThat(span.getTraceId()).isEqualTo(TRACE)));
    }
}
