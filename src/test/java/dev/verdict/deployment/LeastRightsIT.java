package dev.verdict.deployment;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.verdict.service.KafkaProbe;
import dev.verdict.service.ServiceProcess;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rights that {@code deploy/kubernetes} gives, with Kafka's authorizer on: everyone can do their work, and no more. */
class LeastRightsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String LETTERS = "/api/admin/dead-letters";
    private static final String RUNS = "/api/admin/training-runs";

    @TempDir
    private static Path folder;

    private static SecuredKafka kafka;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = SecuredKafka.start(folder, Kustomization.render(Path.of("deploy/kubernetes/overlays/dev")));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldScoreTrainAndReplayWhenEachHasItsRights() throws Exception {
        try (ServiceProcess scorer = start("verdict-scorer", Map.of("VERDICT_ROLES", "scorer,api"));
                ServiceProcess trainer = start(
                        "verdict-trainer",
                        Map.of(
                                "VERDICT_ROLES",
                                "trainer",
                                "VERDICT_LIVE_ENABLED",
                                "false",
                                "VERDICT_TRAINING_WORK_DIRECTORY",
                                folder.resolve("runs").toString(),
                                // Whatever comes of so little passes.
                                "VERDICT_REGISTRY_GATE_FLOOR",
                                "0"))) {
            awaitReady(trainer.url());
            String url = scorer.url();
            awaitReady(url);

            scoresWhatIsSent(url);
            trainsOnWhatPeopleLabelled(url);
            replaysWhatWasRejected(url);

            for (ServiceProcess service : List.of(scorer, trainer)) {
                assertThat(service.output())
                        .filteredOn(line -> line.contains("uthoriz"))
                        .isEmpty();
            }
        }
    }

    private static void scoresWhatIsSent(String url) throws Exception {
        runs("verdict-feeder", "feed", "--reviews", "10", "--rate", "100");
        given().contentType(ContentType.JSON)
                .body(Map.of("id", "over-http", "text", "wonderful"))
                .post(url + "/api/reviews")
                .then()
                .statusCode(202);

        assertThat(asAdmin().await("sentiments", "over-http")).isNotNull();
    }

    private static void trainsOnWhatPeopleLabelled(String url) throws Exception {
        for (int i = 0; i < 100; i++) {
            boolean positive = i % 2 == 0;
            given().contentType(ContentType.JSON)
                    .body(Map.of(
                            "text",
                            "film " + i + (positive ? " was lovely" : " was dreadful"),
                            "label",
                            positive ? "POSITIVE" : "NEGATIVE"))
                    .post(url + "/api/reviews/labelled-" + i + "/label")
                    .then()
                    .statusCode(202);
        }
        String run = url
                + URI.create(admin().contentType(ContentType.JSON)
                                .body("{\"epochs\": 1, \"data\": {\"topic\": \"reviews.labelled\"}}")
                                .post(url + RUNS)
                                .then()
                                .statusCode(202)
                                .extract()
                                .header("Location"))
                        .getPath();
        await().atMost(PATIENCE).untilAsserted(() -> admin().get(run).then().body("status", equalTo("SUCCEEDED")));
        String model = admin().get(run).path("model");
        admin().contentType(ContentType.JSON)
                .body("{\"force\": true}")
                .post(url + "/api/admin/models/" + model + "/activation")
                .then()
                .statusCode(200);
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().contentType(ContentType.JSON)
                        .body(Map.of("text", "wonderful"))
                        .post(url + "/api/score")
                        .then()
                        .body("model", equalTo(model)));
        assertThat(asAdmin().await("verdict.audit", "admin-token")).isNotNull();
    }

    private static void replaysWhatWasRejected(String url) throws Exception {
        send("verdict-feeder", "reviews", "no JSON");
        asAdmin().await("reviews.dead", "key");

        assertThat(runs("verdict-replay", "replay")).contains(" 1 put back: NOT_JSON 1");
        await().atMost(PATIENCE) // it dies again
                .untilAsserted(
                        () -> admin().get(url + LETTERS).then().statusCode(200).body("letters", hasSize(2)));
        admin().contentType(ContentType.JSON)
                .body("{}")
                .post(url + LETTERS + "/replay")
                .then()
                .statusCode(200)
                .body("replayed.NOT_JSON", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource({
        "verdict-scorer, reviews.labelled",
        "verdict-scorer, verdict.audit",
        "verdict-trainer, reviews",
        "verdict-trainer, sentiments",
        "verdict-trainer, verdict.audit",
        "verdict-replay, sentiments",
        "verdict-replay, reviews",
        "verdict-feeder, reviews",
        "verdict-feeder, sentiments",
        "verdict-keda, reviews"
    })
    void shouldNotReadWhatIsNoneOfItsBusiness(String user, String topic) {
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(kafka.client(user), bytes, bytes)) {
            var partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seek(partitions.getFirst(), 0);

            assertThatThrownBy(() -> consumer.poll(PATIENCE)).isInstanceOf(TopicAuthorizationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "verdict-scorer, verdict.training.events",
        "verdict-trainer, reviews",
        "verdict-trainer, sentiments",
        "verdict-trainer, reviews.labelled",
        "verdict-trainer, verdict.training.requests",
        "verdict-replay, sentiments",
        "verdict-feeder, sentiments",
        "verdict-feeder, verdict.models",
        "verdict-feeder, verdict.activations",
        "verdict-keda, reviews"
    })
    void shouldNotWriteWhatIsNoneOfItsBusiness(String user, String topic) {
        assertThatThrownBy(() -> send(user, topic, "mischief")).hasCauseInstanceOf(AuthorizationException.class);
    }

    private static ServiceProcess start(String user, Map<String, String> settings) throws Exception {
        var environment = new HashMap<>(kafka.environment(user));
        environment.putAll(settings);
        environment.put("VERDICT_ADMIN_TOKEN", TOKEN);
        environment.put("VERDICT_TOPICS_CREATE", "false");
        return ServiceProcess.start(environment);
    }

    /** What a command of the program says, having done its work. */
    private static String runs(String user, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/quarkus-app/quarkus-run.jar"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve(user + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(kafka.environment(user));
        Process process = builder.start();

        assertThat(process.waitFor(PATIENCE)).as("%s ends", arguments[0]).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).doesNotContainIgnoringCase("authoriz");
        return said;
    }

    private static void send(String user, String topic, String value) throws Exception {
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(kafka.client(user), bytes, bytes)) {
            producer.send(new ProducerRecord<>(topic, 0, "key".getBytes(UTF_8), value.getBytes(UTF_8)))
                    .get();
        }
    }

    private static void awaitReady(String url) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get(url + "/q/health/ready").then().statusCode(200));
    }

    private static KafkaProbe asAdmin() {
        return new KafkaProbe(kafka.client(SecuredKafka.ADMIN));
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + TOKEN);
    }
}
