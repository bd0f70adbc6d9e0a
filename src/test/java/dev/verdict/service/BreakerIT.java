package dev.verdict.service;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/** A stream that meets an outage, as its operators see it. */
@QuarkusTest
@TestProfile(BreakerIT.Quick.class)
@WithTestResource(KafkaResource.class)
class BreakerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MINIMUM = 4;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    public static class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "verdict.topics.partitions",
                    "1",
                    "verdict.stream.batch-size",
                    Integer.toString(MINIMUM),
                    "verdict.stream.breaker.minimum",
                    Integer.toString(MINIMUM),
                    "verdict.stream.breaker.delay-millis",
                    "1500");
        }
    }

    @Test
    void shouldPauseSayWhyAndGoOnByItselfWhenMostRecordsAreBad() throws Exception {
        // Given
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
        var probe = new KafkaProbe(bootstrapServers);

        // When
        for (int i = 0; i < MINIMUM; i++) {
            probe.send("bad-" + i, "no JSON");
        }

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready")
                        .then()
                        .statusCode(503)
                        .body("checks.find { it.name == 'stream' }.data.problem", containsString("the stream pauses")));
        assertThat(when().get("/q/metrics").then().extract().asString()).contains("verdict_breaker_state 2.0");

        // When
        for (int i = 0; i < MINIMUM; i++) {
            probe.send("good-" + i, "{\"id\":\"good-" + i + "\",\"text\":\"good\"}");
        }

        // Then
        probe.await("reviews.dead", "bad-" + (MINIMUM - 1));
        probe.await("sentiments", "good-" + (MINIMUM - 1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready")
                        .then()
                        .body("checks.find { it.name == 'stream' }.status", equalTo("UP")));
    }
}
