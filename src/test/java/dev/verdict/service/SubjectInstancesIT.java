package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.verdict.broker.EmbeddedKafka;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Two instances as processes, which share the subjects between them. */
class SubjectInstancesIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** Enough of them that each of four partitions has some: all miss one with a probability of 4 x 0.75^40. */
    private static final List<String> SUBJECTS =
            IntStream.range(0, 40).mapToObj(i -> "<film " + i + ">").toList();

    @Test
    void shouldAnswerForAnySubjectWhicheverInstanceIsAsked() throws Exception {
        try (var kafka = EmbeddedKafka.start();
                var first = instance(kafka, "VERDICT_ROLLUP_SECRET", SECRET)) {
            // Given
            send(kafka, 1);
            await().atMost(PATIENCE).untilAsserted(() -> assertCounts(first.url(), 1));
            try (var second = instance(kafka, "VERDICT_ROLLUP_SECRET", SECRET)) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(counted(first)).isPositive();
                    assertThat(counted(second)).isPositive();
                    assertThat(counted(first) + counted(second)).isEqualTo(SUBJECTS.size());
                });

                // When
                send(kafka, 2);

                // Then
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertCounts(first.url(), 3);
                    assertCounts(second.url(), 3);
                });
                given().header("Verdict-Rollup-Secret", SECRET.replace('0', '1'))
                        .get(second.url() + "/peer/rollups/history?subject=a")
                        .then()
                        .statusCode(403);
                given().header("Verdict-Rollup-Secret", SECRET)
                        .get(second.url() + "/peer/rollups/history?subject=a")
                        .then()
                        .statusCode(400);
            } // killed

            // Then: out of the copies at once, which may be a little behind, and whole before long
            for (String subject : SUBJECTS) {
                given().queryParam("subject", subject)
                        .get(first.url() + "/api/subjects/sentiment")
                        .then()
                        .log()
                        .ifValidationFails()
                        .statusCode(200)
                        .body("count", allOf(greaterThanOrEqualTo(1), lessThanOrEqualTo(3)));
            }
            assertThat(given().get(first.url() + "/api/subjects").jsonPath().getBoolean("stale"))
                    .isTrue();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(counted(first)).isEqualTo(SUBJECTS.size());
                assertCounts(first.url(), 3);
            });
        }
    }

    @Test
    void shouldAnswerForItsOwnSubjectsOnlyWhenThereIsNoSecret() throws Exception {
        try (var kafka = EmbeddedKafka.start();
                var first = instance(kafka, "VERDICT_ROLLUP_STANDBYS", "0");
                var second = instance(kafka, "VERDICT_ROLLUP_STANDBYS", "0")) {
            // Given
            first.url();
            second.url();
            send(kafka, 1);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(counted(first)).isPositive();
                assertThat(counted(second)).isPositive();
                assertThat(counted(first) + counted(second)).isEqualTo(SUBJECTS.size());
            });

            // Then
            List<Integer> statuses = SUBJECTS.stream()
                    .map(subject -> given().queryParam("subject", subject)
                            .get(url(first) + "/api/subjects/sentiment")
                            .statusCode())
                    .toList();
            assertThat(statuses).containsOnly(200, 503).hasSize(SUBJECTS.size());
            String other = SUBJECTS.get(statuses.indexOf(503));
            given().queryParam("subject", other)
                    .get(first.url() + "/api/subjects/sentiment")
                    .then()
                    .contentType("application/problem+json")
                    .body("detail", containsString("VERDICT_ROLLUP_SECRET"));
            given().queryParam("subject", other)
                    .get(second.url() + "/api/subjects/sentiment")
                    .then()
                    .statusCode(200)
                    .body("subject", equalTo(other));
            JsonPath page = given().get(first.url() + "/api/subjects?limit=200").jsonPath();
            assertThat(page.getList("missingPartitions")).isNotEmpty();
            assertThat(page.getList("subjects")).hasSizeLessThan(SUBJECTS.size());
        }
    }

    @Test
    void shouldCountNothingWhenRollupsAreSwitchedOff() throws Exception {
        try (var kafka = EmbeddedKafka.start();
                var service = instance(kafka, "VERDICT_ROLLUP_ENABLED", "false")) {
            // Given
            String id = UUID.randomUUID().toString();
            String url = service.url();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> given().get(url + "/q/health/ready").then().statusCode(200));

            // When
            new KafkaProbe(kafka.bootstrapServers())
                    .send(id, "{\"id\":\"" + id + "\",\"text\":\"wonderful\",\"subject\":\"Ikiru\"}");
            new KafkaProbe(kafka.bootstrapServers()).await("sentiments", id);

            // Then
            given().get(url + "/api/subjects")
                    .then()
                    .statusCode(503)
                    .body("detail", containsString("verdict.rollup.enabled"));
            assertThat(given().get(url + "/q/metrics").asString()).doesNotContain("verdict_rollup");
        }
    }

    private static ServiceProcess instance(EmbeddedKafka kafka, String name, String value) throws Exception {
        var environment = new HashMap<String, String>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("VERDICT_ROLES", "scorer,api");
        environment.put(name, value);
        return ServiceProcess.startSmall(environment);
    }

    private static void send(EmbeddedKafka kafka, int times) throws Exception {
        var probe = new KafkaProbe(kafka.bootstrapServers());
        for (int i = 0; i < times; i++) {
            for (String subject : SUBJECTS) {
                String id = UUID.randomUUID().toString();
                probe.send(id, "{\"id\":\"" + id + "\",\"text\":\"wonderful\",\"subject\":\"" + subject + "\"}");
            }
        }
    }

    /** Subjects that the instance itself counts; -1 while it does not say. */
    private static int counted(ServiceProcess instance) {
        return given().get(url(instance) + "/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("verdict_rollup_subjects "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElse(-1);
    }

    private static void assertCounts(String url, int count) {
        for (String subject : SUBJECTS) {
            given().queryParam("subject", subject)
                    .queryParam("window", "1h")
                    .get(url + "/api/subjects/sentiment")
                    .then()
                    .statusCode(200)
                    .body("count", equalTo(count));
        }
        JsonPath page = given().get(url + "/api/subjects?limit=200").jsonPath();
        assertThat(page.<String>getList("subjects.subject")).containsExactlyInAnyOrderElementsOf(SUBJECTS);
        assertThat(page.<Integer>getList("subjects.count")).containsOnly(count);
        assertThat(page.getList("missingPartitions")).isEmpty();
    }

    private static String url(ServiceProcess instance) {
        try {
            return instance.url();
        } catch (Exception e) {
            throw new AssertionError("the instance does not listen", e);
        }
    }
}
