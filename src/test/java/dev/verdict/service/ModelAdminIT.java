package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.contract.DocumentedAnswers;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.TestModels;
import dev.verdict.registry.KafkaModelRegistry;
import dev.verdict.topics.TopicsConfig;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The models over HTTP, as an administrator has them. */
@ExtendWith(DocumentedAnswers.class)
class ModelAdminIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String PATH = "/api/admin/models";
    private static final String UNKNOWN = "20261123T204500Z-0a1b2c3d";

    private static EmbeddedKafka kafka;
    private static ServiceProcess service;
    private static KafkaModelRegistry registry;
    private static String bundled;

    @BeforeAll
    static void startService() throws Exception {
        kafka = EmbeddedKafka.start();
        service = ServiceProcess.startSmall(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "VERDICT_ADMIN_TOKEN", TOKEN));
        RestAssured.baseURI = service.url();
        RestAssured.port = URI.create(service.url()).getPort();
        registry = new KafkaModelRegistry(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new SmallRyeConfigBuilder()
                        .withMapping(TopicsConfig.class)
                        .build()
                        .getConfigMapping(TopicsConfig.class));
        registry.start();
        bundled = BundledModel.read().version().value();
    }

    @AfterAll
    static void stopService() {
        RestAssured.reset();
        registry.close();
        service.close();
        kafka.close();
    }

    /** The bundled model is the active one whatever the test before did. */
    @BeforeEach
    void activateBundledModel() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
        activate(bundled, "{\"force\":true}").statusCode(200);
        awaitRunning(bundled);
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + TOKEN);
    }

    private static ValidatableResponse activate(String version, String body) {
        return admin().contentType(ContentType.JSON)
                .body(body)
                .post(PATH + "/" + version + "/activation")
                .then();
    }

    private static void awaitRunning(String version) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> admin().get(PATH)
                        .then()
                        .statusCode(200)
                        .body("models.find { it.version == '" + version + "' }.instances", equalTo(1)));
    }

    /** Trained before the bundled one, or long after. */
    private String publish(long seed, boolean later) throws IOException {
        ModelArtifact model = TestModels.random(
                BundledModel.read().card().network(), BundledModel.read().vocabulary(), seed);
        if (later) {
            model = ModelArtifact.of(
                    TestModels.TRAINED_AT.plus(Duration.ofDays(7)), model.card(), model.vocabulary(), model.weights());
        }
        return registry.publish(ArtifactFile.bytes(model.withSamples()))
                .version()
                .value();
    }

    @Test
    void shouldListModelsAndWhoRunsThem() {
        admin().get(PATH)
                .then()
                .statusCode(200)
                .body("active.version", equalTo(bundled))
                .body(
                        "models.find { it.version == '" + bundled + "' }.test.accuracy.toDouble()",
                        closeTo(0.854, 0.0005))
                .body("models.find { it.version == '" + bundled + "' }.selfTest", equalTo(true))
                .body("instances", hasSize(1))
                .body("instances[0].model", equalTo(bundled));
    }

    @Test
    void shouldShowAModelWithItsCard() {
        admin().get(PATH + "/" + bundled)
                .then()
                .statusCode(200)
                .body("model.version", equalTo(bundled))
                .body("card.epochs", hasSize(12))
                .body("gate", nullValue());
    }

    @Test
    void shouldShowTheReportThatWasPublishedWithAModel() throws IOException {
        String version = registry.publish(
                        ArtifactFile.bytes(TestModels.sampled(TestModels.small(9))), "<h1>How it went \u2713</h1>")
                .version()
                .value();

        await().atMost(PATIENCE)
                .untilAsserted(() -> admin().get(PATH + "/" + version + "/report")
                        .then()
                        .statusCode(200)
                        .contentType("text/html;charset=utf-8")
                        .header("Content-Security-Policy", containsString("sandbox"))
                        .body(equalTo("<h1>How it went \u2713</h1>")));
        admin().get(PATH + "/" + version).then().body("model.report", equalTo(true));
        admin().get(PATH + "/" + bundled).then().body("model.report", equalTo(false));
        admin().get(PATH + "/" + bundled + "/report")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("without a report"));
        given().get(PATH + "/" + version + "/report").then().statusCode(401);
    }

    @Test
    void shouldSwitchAndGoBackWithOneCallEach() throws IOException {
        // Given
        String earlier = publish(1, false);

        // When
        activate(earlier, "").statusCode(200).body("active.version", equalTo(earlier));

        // Then
        awaitRunning(earlier);
        score().body("model", equalTo(earlier));
        activate(bundled, "{\"force\":true}").statusCode(200);
        awaitRunning(bundled);
        score().body("model", equalTo(bundled));
    }

    @Test
    void shouldAskForForceWhenTheGateRefusesALaterModel() throws IOException {
        // Given
        String later = publish(2, true);

        // When
        // Then
        activate(later, "{}")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("stays a candidate: the active model was tested on other data"));
        admin().get(PATH + "/" + later).then().body("gate", containsString("tested on other data"));
        activate(later, "{\"force\":true}").statusCode(200);
        awaitRunning(later);
    }

    @Test
    void shouldCompareWithoutTouchingTheOutputWhenAModelScoresAlongside() throws Exception {
        // Given
        String other = publish(3, false);
        activate(other, "{\"mode\":\"shadow\",\"share\":1}")
                .statusCode(200)
                .body("shadow.version", equalTo(other))
                .body("active.version", equalTo(bundled));
        await().atMost(PATIENCE).until(() -> !metric("verdict_shadow_compared").equals("NaN"));
        var probe = new KafkaProbe(kafka.bootstrapServers());
        String id = UUID.randomUUID().toString();

        // When
        probe.send(id, "{\"id\":\"" + id + "\",\"text\":\"One of the best films I have ever seen\"}");

        // Then
        assertThat(new String(probe.await("sentiments", id).value(), UTF_8)).contains("\"model\":\"" + bundled + "\"");
        await().atMost(PATIENCE)
                .untilAsserted(() -> admin().get(PATH)
                        .then()
                        .body("shadow.compared", greaterThan(0))
                        .body("shadow.meanAbsoluteDifference", greaterThan(0f)));
        activate(other, "{\"mode\":\"shadow\",\"share\":0}").statusCode(200).body("shadow", nullValue());
        await().atMost(PATIENCE).until(() -> metric("verdict_shadow_compared").equals("NaN"));
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.argumentSet("an array", "[]", "must be a JSON object"),
                Arguments.argumentSet("no JSON", "{", "is not JSON"),
                Arguments.argumentSet("an unknown field", "{\"versoin\":1}", "not known: versoin"),
                Arguments.argumentSet("an unknown mode", "{\"mode\":\"canary\"}", "\"mode\" must be"),
                Arguments.argumentSet("a negative share", "{\"mode\":\"shadow\",\"share\":-0.1}", "from 0 to 1"),
                Arguments.argumentSet("more than all", "{\"mode\":\"shadow\",\"share\":1.1}", "from 0 to 1"),
                Arguments.argumentSet("a share of nothing", "{\"share\":0.1}", "goes with"),
                Arguments.argumentSet("a word for force", "{\"force\":\"yes\"}", "\"force\" must be"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void shouldAnswerProblemWhenBodyIsBad(String body, String detail) {
        activate(bundled, body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "20261123T204500Z", "20261123T204500Z-0A1B2C3D", "%2e%2e%2fx", "x%0Ay", "%00"})
    void shouldAnswerProblemWhenVersionIsNone(String version) {
        admin().urlEncodingEnabled(false)
                .post(PATH + "/" + version + "/activation")
                .then()
                .statusCode(oneOf(400, 404))
                .contentType("application/problem+json");
    }

    @Test
    void shouldAnswerNotFoundWhenNothingOfThatVersionIsPublished() {
        activate(UNKNOWN, "{}").statusCode(404).body("detail", equalTo("model " + UNKNOWN + " is not published"));
        admin().get(PATH + "/" + UNKNOWN).then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void shouldLetNobodyElseIn() {
        given().get(PATH).then().statusCode(401).contentType("application/problem+json");
        given().post(PATH + "/" + bundled + "/activation").then().statusCode(401);
    }

    private static ValidatableResponse score() {
        return given().contentType(ContentType.JSON)
                .body(Map.of("text", "good"))
                .post("/api/score")
                .then()
                .statusCode(200);
    }

    private static String metric(String name) {
        return when().get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
