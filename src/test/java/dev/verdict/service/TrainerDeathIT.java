package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.verdict.broker.EmbeddedKafka;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A run and its trainers, one of which is killed, seen from an instance that only answers HTTP. */
class TrainerDeathIT {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String PATH = "/api/admin/training-runs";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void shouldGoOnAfterLastEpochWhenTrainerIsKilled() throws Exception {
        TrainingFiles.write(folder.resolve("data/reviews.jsonl"), 2_000);
        try (var kafka = EmbeddedKafka.start();
                var api = api(kafka)) {
            // Given
            String run;
            JsonPath before;
            try (var _ = trainer(kafka)) {
                String url = api.url();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> admin().get(url + PATH).then().statusCode(200));
                run = url + start(url);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(get(run).getList("epochs")).isNotEmpty());
                before = get(run);
            } // killed
            assertThat(before.getString("status")).isEqualTo("RUNNING");

            // When
            try (var _ = trainer(kafka)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> admin().get(run).then().body("status", equalTo("SUCCEEDED")));
            }

            // Then
            JsonPath after = get(run);
            assertThat(after.getInt("attempt")).isEqualTo(2);
            List<Integer> epochs = after.getList("epochs.epoch");
            assertThat(epochs)
                    .isEqualTo(IntStream.rangeClosed(1, epochs.size()).boxed().toList());
            assertThat(epochs).hasSizeGreaterThan(1);
            assertThat(after.getDouble("epochs[0].loss")).isEqualTo(before.getDouble("epochs[0].loss"));
        }
    }

    @Test
    void shouldBeTakenByOneTrainerAndByTheOtherWhenThatOneIsKilled() throws Exception {
        TrainingFiles.write(folder.resolve("data/reviews.jsonl"), 2_000);
        try (var kafka = EmbeddedKafka.start();
                var api = api(kafka);
                var one = trainer(kafka);
                var other = trainer(kafka)) {
            // Given
            await().atMost(PATIENCE)
                    .untilAsserted(() -> admin().get(api.url() + PATH).then().statusCode(200));
            String run = api.url() + start(api.url());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get(run).getList("epochs")).isNotEmpty());
            assertThat(List.of(one, other))
                    .filteredOn(trainer -> hasTaken(trainer, 1))
                    .hasSize(1);

            // When
            ServiceProcess left = hasTaken(one, 1) ? other : one;
            (hasTaken(one, 1) ? one : other).close();

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> admin().get(run).then().body("status", equalTo("SUCCEEDED")));
            assertThat(get(run).getInt("attempt")).isEqualTo(2);
            assertThat(hasTaken(left, 2)).isTrue();
        }
    }

    private static boolean hasTaken(ServiceProcess trainer, int attempt) {
        return trainer.output().stream()
                .anyMatch(line -> line.contains("Taking training run ") && line.endsWith(", attempt " + attempt));
    }

    private ServiceProcess api(EmbeddedKafka kafka) throws Exception {
        return serve(kafka, "api", Map.of("VERDICT_ADMIN_TOKEN", TOKEN));
    }

    private ServiceProcess trainer(EmbeddedKafka kafka) throws Exception {
        return serve(
                kafka,
                "trainer",
                Map.of("VERDICT_TRAINING_WORK_DIRECTORY", folder.resolve("work").toString()));
    }

    private ServiceProcess serve(EmbeddedKafka kafka, String role, Map<String, String> further) throws Exception {
        var environment = new HashMap<>(further);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("VERDICT_ROLES", role);
        environment.put(
                "VERDICT_TRAINING_DATA_DIRECTORY", folder.resolve("data").toString());
        return ServiceProcess.start(environment);
    }

    private static String start(String url) {
        return URI.create(admin().contentType(ContentType.JSON)
                        .body("{\"epochs\": 6, \"data\": \"reviews.jsonl\"}")
                        .post(url + PATH)
                        .then()
                        .statusCode(202)
                        .extract()
                        .header("Location"))
                .getPath();
    }

    private static JsonPath get(String run) {
        return admin().get(run).jsonPath();
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + TOKEN);
    }
}
