package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.verdict.contract.DocumentedAnswers;
import dev.verdict.contract.TopicSchemas;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Dead letters over HTTP, as an administrator has them. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
@TestProfile(DeadLetterAdminIT.WithToken.class)
@ExtendWith(DocumentedAnswers.class)
class DeadLetterAdminIT {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String PATH = "/api/admin/dead-letters";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    public static class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("verdict.admin.token", TOKEN);
        }
    }

    @BeforeEach
    void awaitService() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void shouldListTheNewestFirstWithWhyTheyDied() throws Exception {
        // Given
        String earlier = dead("no JSON at all", "NOT_JSON");
        String later = dead("<img src=x onerror=alert(1)> \u202e" + "x".repeat(3_000), "NOT_JSON");

        // When
        ValidatableResponse page = list("?reason=NOT_JSON&limit=200").statusCode(200);

        // Then
        page.body("topic", equalTo("reviews.dead"))
                .body("complete", equalTo(true))
                .body("reasons", hasItem("SCORING_FAILED"))
                .body("letters[0].key", equalTo(later))
                .body("letters[0].sizeBytes", equalTo(3_032))
                .body("letters[0].whole", equalTo(true))
                .body("letters[0].replayed", equalTo(false))
                .body("letters[0].source.topic", equalTo("reviews"))
                .body("letters[1].key", equalTo(earlier))
                .body("letters[1].text", equalTo("no JSON at all"));
        assertThat(page.extract().<String>path("letters[0].text"))
                .startsWith("<img src=x onerror=alert(1)> \u202ex")
                .hasSize(2_001)
                .endsWith("…");
        list("?reason=NOT_JSON&limit=1").body("letters", hasSize(1)).body("letters[0].key", equalTo(later));
        list("?reason=SCORING_FAILED").body("letters", hasSize(0));
    }

    @Test
    void shouldPutBackEachOnceAndSaySoInTheAudit() throws Exception {
        // Given
        String key = dead("[]", "NOT_AN_OBJECT");
        String body =
                "{\"reason\": \"NOT_AN_OBJECT\", \"since\": \"2020-01-01T00:00:00Z\", \"max\": 5, \"dryRun\": %s}";

        // When
        replay(body.formatted(true)).statusCode(200).body("replayedInAll", equalTo(1));
        list("?reason=NOT_AN_OBJECT").body("letters[0].replayed", equalTo(false));
        replay(body.formatted(false)).statusCode(200).body("replayed.NOT_AN_OBJECT", equalTo(1));

        // Then: it has died again, of the same
        await().atMost(PATIENCE)
                .untilAsserted(() -> list("?reason=NOT_AN_OBJECT")
                        .body("letters", hasSize(2))
                        .body("letters.findAll { it.replays == 1 }.key", hasItem(key))
                        .body("letters.findAll { it.replayed }.size()", equalTo(1)));
        byte[] audit = new KafkaProbe(bootstrapServers)
                .await(
                        "verdict.audit",
                        "a replay in it",
                        message -> new String(message.value(), UTF_8).contains("\"dryRun\":false"))
                .value();
        assertThat(TopicSchemas.errors("audit-entry", audit)).isEmpty();
        assertThat(new JsonObject(new String(audit, UTF_8)).getJsonObject("detail"))
                .isEqualTo(new JsonObject()
                        .put("reason", "NOT_AN_OBJECT")
                        .put("since", "2020-01-01T00:00:00Z")
                        .put("max", 5)
                        .put("dryRun", false)
                        .put("replayed", 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"reason": "BAD"} | must be one of
        {"reason": null} | must be one of
        {"since": "yesterday"} | must be a time
        {"max": 0} | at least 1
        {"max": 1.5} | at least 1
        {"dryRun": "yes"} | true or false
        {"dry-run": true} | not known
        [] | JSON object
        nonsense | not JSON
        """)
    void shouldRefuseBadReplays(String body, String detail) {
        replay(body).statusCode(400).contentType("application/problem+json").body("detail", containsString(detail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?reason=BAD", "?limit=0", "?limit=201", "?limit=-1", "?limit=many"})
    void shouldRefuseBadQueries(String query) {
        list(query).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void shouldLetNobodyElseIn() {
        given().get(PATH).then().statusCode(401);
        given().post(PATH + "/replay").then().statusCode(401);
    }

    /** Sends what cannot be scored, and returns its key once it lies on the topic. */
    private String dead(String value, String reason) throws Exception {
        String key = UUID.randomUUID().toString();
        new KafkaProbe(bootstrapServers).send(key, value);
        await().atMost(PATIENCE)
                .untilAsserted(() -> list("?limit=200&reason=" + reason)
                        .body("letters.findAll { it.key == '" + key + "' }.size()", greaterThanOrEqualTo(1)));
        return key;
    }

    private static ValidatableResponse list(String query) {
        return admin().get(PATH + query).then();
    }

    private static ValidatableResponse replay(String body) {
        return admin().contentType(ContentType.JSON)
                .body(body)
                .post(PATH + "/replay")
                .then();
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + TOKEN);
    }
}
