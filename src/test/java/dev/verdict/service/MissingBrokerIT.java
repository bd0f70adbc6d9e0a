package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/** The service when no broker answers. */
@QuarkusTest
@TestProfile(MissingBrokerIT.NoBroker.class)
class MissingBrokerIT {
    private static final String NOWHERE = "127.0.0.1:1";

    public static class NoBroker implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("kafka.bootstrap.servers", NOWHERE);
        }
    }

    @Test
    void shouldStartAndSayWhatIsMissingWhenNoBrokerAnswers() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> when().get("/q/health/ready")
                        .then()
                        .statusCode(503)
                        .body(
                                "checks.find { it.name == 'topics' }.data.problem",
                                containsString("no Kafka broker answers at " + NOWHERE))
                        .body("checks.find { it.name == 'stream' }.data.state", not(equalTo("RUNNING"))));
        when().get("/q/health/live").then().statusCode(200);
        when().get("/q/metrics").then().body(containsString("verdict_stream_running 0.0"));
    }

    @Test
    void shouldScoreOverHttpWhenNoBrokerAnswers() {
        given().contentType(ContentType.JSON)
                .body(Map.of("text", "good"))
                .post("/api/score")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldAnswerUnavailableWhenReviewIsPostedAndNoBrokerAnswers() {
        given().contentType(ContentType.JSON)
                .body(Map.of("id", "1", "text", "good"))
                .post("/api/reviews")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("detail", containsString("Kafka"));
    }
}
