package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;

import dev.verdict.contract.DocumentedAnswers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.Map;

/** A stream that meets an outage, as its operators see it. */
@QuarkusTest
@TestProfile(BreakerIT.Quick.class)
@WithTestResource(KafkaResource.class)
@ExtendWith(DocumentedAnswers.class)
class BreakerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MINIMUM = 4;
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    public static class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "verdict.admin.token",
                    TOKEN,
                    "verdict.topics.partitions",
                    "1",
                    "verdict.stream.batch-size",
                    Integer.toString(MINIMUM),
                    "verdict.stream.breaker.minimum",
                    Integer.toString(MINIMUM),
                    "verdict.stream.breaker.delay-millis",
                    "5000"); // far longer than it takes to look
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

    @Test
    void shouldGoOnWhenAdministratorSaysSo() throws Exception {
        // Given
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
        var probe = new KafkaProbe(bootstrapServers);
        for (int i = 0; i < MINIMUM; i++) {
            probe.send("worse-" + i, "no JSON");
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> admin().get("/api/admin/stream")
                        .then()
                        .statusCode(200)
                        // It does not close by itself, as nothing good comes.
                        .body("breaker", oneOf("OPEN", "HALF_OPEN")));

        // When
        ValidatableResponse answer =
                admin().post("/api/admin/stream/resumption").then().statusCode(200);

        // Then
        answer.body("state", equalTo("RUNNING"));
        probe.send("fine", "{\"id\":\"fine\",\"text\":\"good\"}");
        probe.await("reviews.dead", "worse-" + (MINIMUM - 1));
        probe.await("sentiments", "fine");
        when().post("/api/admin/stream/resumption").then().statusCode(401);
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + TOKEN);
    }
}
