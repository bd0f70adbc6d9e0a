package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.verdict.contract.DocumentedAnswers;
import dev.verdict.contract.TopicSchemas;
import dev.verdict.model.BundledModel;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Training runs over HTTP and Kafka, on data so small that a run takes seconds. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
@TestProfile(TrainingRunIT.SmallData.class)
@ExtendWith(DocumentedAnswers.class)
class TrainingRunIT {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String PATH = "/api/admin/training-runs";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path FOLDER = Path.of("target", "training-run-it").toAbsolutePath();

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    public static class SmallData implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "verdict.admin.token",
                    TOKEN,
                    "verdict.training.data-directory",
                    FOLDER.resolve("data").toString(),
                    "verdict.training.work-directory",
                    FOLDER.resolve("work").toString(),
                    "verdict.training.imdb",
                    FOLDER.resolve("aclImdb").toString(),
                    // Whatever comes of so little passes.
                    "verdict.registry.gate.floor",
                    "0",
                    "verdict.registry.gate.tolerance",
                    "1");
        }
    }

    @BeforeEach
    void writeData() throws IOException {
        TrainingFiles.write(FOLDER.resolve("data/small.jsonl"), 100);
        TrainingFiles.write(FOLDER.resolve("data/large.jsonl"), 20_000);
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        await().atMost(PATIENCE).untilAsserted(() -> admin().get(PATH).then().statusCode(200));
    }

    @AfterEach
    void endRuns() {
        List<String> under =
                admin().get(PATH).jsonPath().getList("findAll { it.status in ['REQUESTED', 'RUNNING', 'WAITING'] }.id");
        for (String id : under) {
            admin().delete(PATH + "/" + id);
            awaitStatus(PATH + "/" + id, "CANCELLED");
        }
    }

    @Test
    void shouldTrainPublishAndActivate() {
        // When
        String run = start("{\"epochs\": 2, \"seed\": 7, \"data\": \"small.jsonl\"}");

        // Then
        ValidatableResponse done = awaitStatus(run, "SUCCEEDED")
                .body("requestedBy", equalTo("admin-token"))
                .body("attempt", equalTo(1))
                .body("epochs.epoch", equalTo(List.of(1, 2)))
                .body("detail", equalTo("it scores from now on"));
        String model = done.extract().path("model");
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().contentType(ContentType.JSON)
                        .body("{\"text\": \"wonderful\"}")
                        .post("/api/score")
                        .then()
                        .body("model", equalTo(model)));
        admin().get(PATH).then().body("id", hasItem(idOf(run)));
        admin().get("/api/admin/models/" + model + "/report")
                .then()
                .statusCode(200)
                .body(containsString("Model " + model));
        var probe = new KafkaProbe(bootstrapServers);
        byte[] audit = probe.await("verdict.audit", "admin-token").value();
        assertThat(new JsonObject(new String(audit, UTF_8)).getString("path")).startsWith(PATH);
        assertThat(TopicSchemas.errors("audit-entry", audit)).isEmpty();
        byte[] request = probe.await("verdict.training.requests", idOf(run)).value();
        assertThat(TopicSchemas.errors("training-request", request)).isEmpty();
        byte[] end = probe.await(
                        "verdict.training.events",
                        "the end of the run",
                        message -> new String(message.value(), UTF_8).contains("\"model\":\"" + model + "\""))
                .value();
        assertThat(TopicSchemas.errors("training-run", end)).isEmpty();
    }

    @Test
    void shouldStreamProgressUntilTheEnd() throws IOException {
        // Given
        String run = start("{\"epochs\": 2, \"data\": \"small.jsonl\"}");

        // When
        List<JsonObject> events = new ArrayList<>();
        var connection = service.resolve(run + "/events").toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + TOKEN);
        try (InputStream in = connection.getInputStream();
                var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            lines.lines()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> new JsonObject(line.substring("data:".length())))
                    .forEach(events::add);
        }

        // Then: the stream has ended by itself
        assertThat(connection.getContentType()).startsWith("text/event-stream");
        assertThat(events.getLast().getString("status")).isEqualTo("SUCCEEDED");
        assertThat(events)
                .anySatisfy(event -> assertThat(event.getJsonObject("progress").getInteger("epoch"))
                        .isEqualTo(2));
    }

    @Test
    void shouldRefuseSecondRunAndEndFirstWithinTwoSeconds() {
        // Given
        String run = start("{\"epochs\": 1000, \"data\": \"large.jsonl\"}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> admin().get(run).then().body("progress.phase", equalTo("TRAINING")));

        // Then
        problem(ask("{\"data\": \"small.jsonl\"}"), 409).header("Location", containsString(run));

        // When
        long start = System.nanoTime();
        admin().delete(run).then().statusCode(202);

        // Then
        await().atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> admin().get(run).then().body("status", equalTo("CANCELLED")));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        problem(admin().delete(run).then(), 409);
        awaitStatus(start("{\"epochs\": 1, \"data\": \"small.jsonl\"}"), "SUCCEEDED");
    }

    @Test
    void shouldTrainOnLabelsThatPeopleGave() {
        // Given
        for (int i = 0; i < 80; i++) {
            boolean positive = i % 2 == 0;
            given().contentType(ContentType.JSON)
                    .body(Map.of("text", TrainingFiles.text(i), "label", positive ? "POSITIVE" : "NEGATIVE"))
                    .post("/api/reviews/label-" + i + "/label")
                    .then()
                    .statusCode(202);
        }

        // When
        String run = start("{\"epochs\": 1, \"data\": {\"topic\": \"reviews.labelled\"}}");

        // Then
        awaitStatus(run, "SUCCEEDED");
    }

    @Test
    void shouldAddLabelsToImdbAndLeaveItsTestHalfAsItIs() throws IOException {
        // Given
        TrainingFiles.writeImdb(FOLDER.resolve("aclImdb"), 80, 40);
        String since = Instant.now().toString();
        int tested = 80; // the first text of the test half
        for (int i = tested; i < tested + 1 + 10; i++) {
            int number = i == tested ? tested : 1_000 + i;
            given().contentType(ContentType.JSON)
                    .body(Map.of("text", TrainingFiles.text(number), "label", "POSITIVE"))
                    .post("/api/reviews/added-" + i + "/label")
                    .then()
                    .statusCode(202);
        }

        // When
        String run = start("{\"epochs\": 1, \"data\": {\"topic\": \"reviews.labelled\", \"since\": \"" + since
                + "\", \"addedTo\": \"imdb\"}}");

        // Then
        String model = awaitStatus(run, "SUCCEEDED")
                .body("data.addedToImdb", equalTo(true))
                .extract()
                .path("model");
        JsonPath card = admin().get("/api/admin/models/" + model).jsonPath();
        assertThat(card.getInt("card.data.trainingReviews") + card.getInt("card.data.validationReviews"))
                .isEqualTo(80 + 10);
        assertThat(card.getInt("card.test.reviews")).isEqualTo(40);
    }

    @Test
    void shouldGoOnFromPublishedModel() throws IOException {
        // When
        String bundled = BundledModel.read().version().value();
        String run = start("{\"epochs\": 1, \"data\": \"small.jsonl\", \"from\": \"" + bundled + "\"}");

        // Then
        awaitStatus(run, "SUCCEEDED").body("from", equalTo(bundled));
    }

    @Test
    void shouldSayWhyWhenRunFails() {
        awaitStatus(start("{\"data\": \"nothing.csv\"}"), "FAILED")
                .body("detail", equalTo("nothing.csv is not there in the trainer's data folder"));
        awaitStatus(start("{\"data\": \"small.jsonl\", \"from\": \"20200101T000000Z-00000000\"}"), "FAILED")
                .body("detail", containsString("20200101T000000Z-00000000"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"data": "../secret.csv"} | below the data folder
        {"data": "/etc/passwd"} | below the data folder
        {"epochs": -1} | epochs
        {"epoch": 1} | not known
        {"from": "..%2f"} | model version
        nonsense | not JSON
        """)
    void shouldRefuseBadRequests(String body, String detail) {
        problem(ask(body), 400).body("detail", containsString(detail));
    }

    @Test
    void shouldNotFindRunThatIsNot() {
        problem(admin().get(PATH + "/nothing").then(), 404);
        problem(admin().get(PATH + "/nothing/events").then(), 404);
        problem(admin().delete(PATH + "/nothing").then(), 404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"text": "dull"} | label
        {"text": "dull", "label": "negative"} | label
        {"label": "NEGATIVE"} | text
        {"text": " ", "label": "NEGATIVE"} | text
        [] | object
        """)
    void shouldRefuseBadLabels(String body, String detail) {
        problem(
                        given().contentType(ContentType.JSON)
                                .body(body)
                                .post("/api/reviews/r-1/label")
                                .then(),
                        400)
                .body("detail", containsString(detail));
    }

    private static String start(String body) {
        return URI.create(ask(body).statusCode(202).extract().header("Location"))
                .getPath();
    }

    private static ValidatableResponse ask(String body) {
        return admin().contentType(ContentType.JSON).body(body).post(PATH).then();
    }

    private static ValidatableResponse awaitStatus(String run, String status) {
        await().atMost(PATIENCE).untilAsserted(() -> admin().get(run).then().body("status", equalTo(status)));
        return admin().get(run).then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(containsString("application/problem+json"));
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + TOKEN);
    }

    private static String idOf(String run) {
        return run.substring(run.lastIndexOf('/') + 1);
    }
}
