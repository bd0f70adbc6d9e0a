package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.verdict.contract.DocumentedAnswers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Subjects over HTTP, from reviews on. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
@ExtendWith(DocumentedAnswers.class)
class SubjectIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ikiru",
                "<script>alert(1)</script>",
                "\u202Eevil\u202C \u0645\u0631\u062D\u0628\u0627",
                "a/b?c=d&e#f%2F;g+h",
                "\u751F\u304D\u308B"
            })
    void shouldTellWhatWasCountedWhenSubjectIsReviewed(String subject) throws Exception {
        // Given
        String unique = subject + " " + UUID.randomUUID();
        send(unique, 3);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().pathParam("subject", unique)
                        .queryParam("window", "1d")
                        .get("/api/subjects/{subject}/sentiment")
                        .then()
                        .statusCode(200)
                        .body("subject", equalTo(unique))
                        .body("count", equalTo(3))
                        .body("windows.count.sum()", equalTo(3))
                        .body("stale", equalTo(false))
                        .body("behind", equalTo(0)));
        given().queryParam("subject", unique)
                .get("/api/subjects/sentiment")
                .then()
                .statusCode(200)
                .body("window", equalTo("1m"))
                .body("count", equalTo(3));
        given().queryParam("subject", unique)
                .queryParam("from", "1900-01-01T00:00:00Z")
                .queryParam("to", "1950-01-01T00:00:00Z")
                .get("/api/subjects/sentiment")
                .then()
                .statusCode(200)
                .body("windows.size()", equalTo(0));
        assertThat(topicHas(unique)).isTrue();
    }

    @Test
    void shouldListEverySubjectOnceWhenPagesAreFollowed() throws Exception {
        // Given
        var sent = new ArrayList<String>();
        for (int i = 1; i <= 5; i++) {
            String subject = "paged " + UUID.randomUUID();
            sent.add(subject);
            send(subject, i);
        }

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> listed = followPages(sent);
            assertThat(listed).isEqualTo(sent.reversed());
        });
    }

    /** The names of those subjects, in the order in which pages of two list them. */
    private static List<String> followPages(List<String> subjects) {
        var listed = new ArrayList<String>();
        String next = null;
        do {
            var request = given().queryParam("limit", 2).queryParam("history", 3);
            JsonPath page = (next == null ? request : request.queryParam("after", next))
                    .get("/api/subjects")
                    .then()
                    .statusCode(200)
                    .body("missingPartitions", equalTo(List.of()))
                    .extract()
                    .jsonPath();
            page.<String>getList("subjects.subject").stream()
                    .filter(subjects::contains)
                    .forEach(listed::add);
            next = page.getString("next");
        } while (next != null);
        return listed;
    }

    @Test
    void shouldAnswerProblemWhenSubjectIsUnknown() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/api/subjects/never-reviewed/sentiment")
                        .then()
                        .statusCode(404)
                        .contentType("application/problem+json")
                        .body("detail", containsString("nothing was counted")));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/subjects?order=best, order must be reviewed",
        "/api/subjects?limit=0, limit must be from 1",
        "/api/subjects?limit=201, limit must be from 1",
        "/api/subjects?history=-1, history must be from 0",
        "/api/subjects?window=2h, window must be one of",
        "/api/subjects?after=x, after is not",
        "/api/subjects/a/sentiment?window=all, window must be one of",
        "/api/subjects/a/sentiment?from=yesterday, from must be an instant",
        "/api/subjects/a/sentiment?to=tomorrow, to must be an instant",
        "/api/subjects/a/sentiment?from=2026-11-24T12:00:00Z&to=2026-11-24T11:00:00Z, from must not be after",
        "/api/subjects/sentiment, subject is missing"
    })
    void shouldAnswerProblemWhenParameterIsWrong(String path, String detail) {
        when().get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/peer/rollups/history?subject=a", "/peer/rollups/subjects"})
    void shouldNotAnswerInstancesWhenThereIsNoSecret(String path) {
        given().header("Verdict-Rollup-Secret", "")
                .get(path)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", containsString("VERDICT_ROLLUP_SECRET"));
    }

    @Test
    void shouldTellMetricsWhenReviewsAreCounted() throws Exception {
        send("measured", 1);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(when().get("/q/metrics").asString())
                        .contains("verdict_rollup_running 1.0", "verdict_rollup_late_total{window=\"1h\"}")
                        .containsPattern("verdict_rollup_subjects [1-9]"));
        when().get("/q/openapi").then().body(containsString("/api/subjects/{subject}/sentiment"));
        assertThat(when().get("/q/openapi").asString()).doesNotContain("/peer");
        when().get("/api/subjects").then().body("subjects.size()", greaterThan(0));
    }

    private void send(String subject, int times) throws Exception {
        var probe = new KafkaProbe(bootstrapServers);
        for (int i = 0; i < times; i++) {
            String id = UUID.randomUUID().toString();
            probe.send(id, "{\"id\":\"" + id + "\",\"text\":\"wonderful\",\"subject\":\"" + subject + "\"}");
        }
    }

    private boolean topicHas(String subject) {
        String key = "{\"subject\":\"" + subject + "\",\"window\":\"all\"}";
        String value = new String(
                new KafkaProbe(bootstrapServers).await("sentiment.rollups", key).value(), UTF_8);
        return value.startsWith(key.substring(0, key.length() - 1));
    }
}
