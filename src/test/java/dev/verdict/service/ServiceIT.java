package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.contract.DocumentedAnswers;
import dev.verdict.model.BundledModel;
import dev.verdict.review.Label;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The service against a real broker: Kafka on one side, HTTP on the other. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
@ExtendWith(DocumentedAnswers.class)
class ServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @BeforeEach
    void awaitReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void shouldCloseAdministrationWhenNothingIsConfigured() {
        for (String path : List.of("/api/admin", "/api/admin/identity", "/api/admin/nothing")) {
            given().header("Authorization", "Bearer " + "0".repeat(32))
                    .get(path)
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("detail", containsString("the administration is closed"));
        }
    }

    @Test
    void shouldWriteSentimentWhenReviewArrives() throws Exception {
        // Given
        String id = UUID.randomUUID().toString();
        Review review = new Review(id, "One of the best films I have ever seen", "Ikiru");

        // When
        send(id, "{\"id\":\"" + id + "\",\"text\":\"" + review.text() + "\",\"subject\":\"Ikiru\"}");

        // Then
        Sentiment sentiment =
                new ObjectMapper().readValue(awaitRecord("sentiments", id).value(), Sentiment.class);
        assertThat(sentiment).isEqualTo(new Scorer(BundledModel.read()).score(review));
        assertThat(sentiment.label()).isEqualTo(Label.POSITIVE);
    }

    @Test
    void shouldWriteDeadLetterAndGoOnWhenRecordCannotBeRead() throws Exception {
        // Given
        String bad = UUID.randomUUID().toString();
        String good = UUID.randomUUID().toString();

        // When
        send(bad, "{\"id\":\"" + bad + "\"");
        send(good, "{\"id\":\"" + good + "\",\"text\":\"dull\"}");

        // Then
        ConsumerRecord<byte[], byte[]> dead = awaitRecord("reviews.dead", bad);
        assertThat(new String(dead.value(), UTF_8)).isEqualTo("{\"id\":\"" + bad + "\"");
        assertThat(new String(dead.headers().lastHeader("verdict.reason").value(), UTF_8))
                .isEqualTo("NOT_JSON");
        assertThat(awaitRecord("sentiments", good)).isNotNull();
    }

    @Test
    void shouldWriteDeadLetterAndGoOnWhenRecordHasTwoMegabytes() throws Exception {
        // Given
        String bad = UUID.randomUUID().toString();
        String long_ = UUID.randomUUID().toString();

        // When
        send(bad, "x".repeat(2 << 20));
        send(long_, "{\"id\":\"" + long_ + "\",\"text\":\"" + "good ".repeat(400_000) + "\"}");

        // Then
        assertThat(awaitRecord("reviews.dead", bad).value()).hasSize(2 << 20);
        assertThat(new String(awaitRecord("sentiments", long_).value(), UTF_8)).contains("\"truncated\":true");
    }

    @Test
    void shouldPutReviewsIntoStreamWhenTheyArePosted() throws Exception {
        // Given
        String first = UUID.randomUUID().toString();
        String second = UUID.randomUUID().toString();
        var reviews = List.of(
                Map.of("id", first, "text", "wonderful", "label", "POSITIVE"), Map.of("id", second, "text", "awful"));

        // When
        given().contentType(ContentType.JSON)
                .body(reviews)
                .post("/api/reviews")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(2));

        // Then
        assertThat(new String(awaitRecord("reviews", first).value(), UTF_8)).contains("\"label\":\"POSITIVE\"");
        assertThat(awaitRecord("sentiments", first)).isNotNull();
        assertThat(awaitRecord("sentiments", second)).isNotNull();
    }

    @Test
    void shouldTakeOneReviewWhenItIsPostedAlone() throws Exception {
        // Given
        String id = UUID.randomUUID().toString();

        // When
        given().contentType(ContentType.JSON)
                .body(Map.of("id", id, "text", "wonderful"))
                .post("/api/reviews")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1));

        // Then
        assertThat(awaitRecord("sentiments", id)).isNotNull();
    }

    @Test
    void shouldKeepReviewAsItWasSentWhenItsTextIsOdd() throws Exception {
        // Given
        String id = UUID.randomUUID().toString();
        String review = "{\"id\": \"" + id + "\", \"text\": \"good \\ud800 film\", \"stars\": 1.10}";

        // When
        given().contentType(ContentType.JSON)
                .body(review)
                .post("/api/reviews")
                .then()
                .statusCode(202);

        // Then
        assertThat(new String(awaitRecord("reviews", id).value(), UTF_8)).isEqualTo(review);
        assertThat(awaitRecord("sentiments", id)).isNotNull();
    }

    @Test
    void shouldAnswerTooLargeWhenReviewIsMoreThanTheTopicTakes() {
        String review = "{\"id\":\"large\",\"text\":\"%s\"}";
        given().contentType(ContentType.JSON)
                .body(review.formatted("x".repeat((8 << 20) - (16 << 10))))
                .post("/api/reviews")
                .then()
                .statusCode(202);
        given().contentType(ContentType.JSON)
                .body(review.formatted("x".repeat(8 << 20)))
                .post("/api/reviews")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", containsString("topic reviews takes at most"));
    }

    @Test
    void shouldAnswerTooLargeWhenLabelledTextIsMoreThanTheTopicTakes() {
        given().contentType(ContentType.JSON)
                .body("{\"text\":\"%s\",\"label\":\"POSITIVE\"}".formatted("x".repeat(8 << 20)))
                .post("/api/reviews/large/label")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", containsString("larger than the topic of labels takes"));
    }

    @Test
    void shouldAnswerProblemWhenBodyIsTooLarge() {
        given().contentType(ContentType.JSON)
                .body("x".repeat(11 << 20))
                .post("/api/reviews")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("status", equalTo(413))
                .body("detail", containsString("at most 10485760"));
    }

    static Stream<Arguments> badReviews() {
        return Stream.of(
                Arguments.argumentSet("empty array", "[]", "at least one review"),
                Arguments.argumentSet("a number", "5", "must be a JSON object or an array"),
                Arguments.argumentSet("cut off", "{\"id\":", "the body is not JSON: it cannot be parsed beyond line 1"),
                Arguments.argumentSet("no fields", "{}", "there is no \"id\""),
                Arguments.argumentSet("no id", "{\"text\":\"good\"}", "there is no \"id\""),
                Arguments.argumentSet("blank text", "{\"id\":\"1\",\"text\":\" \"}", "\"text\" is empty or blank"),
                Arguments.argumentSet(
                        "one bad of two", "[{\"id\":\"1\",\"text\":\"a\"},{\"id\":\"2\"}]", "review 1 of the array"));
    }

    @ParameterizedTest
    @MethodSource("badReviews")
    void shouldAnswerProblemWhenPostedReviewIsBad(String body, String detail) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/reviews")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("status", equalTo(400))
                .body("detail", containsString(detail));
    }

    @Test
    void shouldAnswerVerdictAtOnceWhenTextIsPosted() throws IOException {
        given().contentType(ContentType.JSON)
                .body(Map.of("text", "One of the best films I have ever seen"))
                .post("/api/score")
                .then()
                .statusCode(200)
                .body("label", equalTo("POSITIVE"))
                .body("probability", allOf(greaterThan(0.5f), lessThanOrEqualTo(1f)))
                .body("tokens", equalTo(9))
                .body("knownTokens", equalTo(9))
                .body("truncated", equalTo(false))
                .body("model", equalTo(BundledModel.read().version().value()));
    }

    static Stream<Arguments> badTexts() {
        return Stream.of(
                Arguments.argumentSet("nothing", "", "the body is empty"),
                Arguments.argumentSet(
                        "not JSON", "{\"text\":", "the body is not JSON: it cannot be parsed beyond line 1"),
                Arguments.argumentSet("an array", "[\"good\"]", "must be a JSON object"),
                Arguments.argumentSet("no text", "{}", "must be there and be a string"),
                Arguments.argumentSet("text null", "{\"text\":null}", "must be there and be a string"),
                Arguments.argumentSet("text a number", "{\"text\":1}", "must be there and be a string"),
                Arguments.argumentSet("text empty", "{\"text\":\"\"}", "empty or blank"),
                Arguments.argumentSet("text blank", "{\"text\":\" \\n\"}", "empty or blank"));
    }

    @ParameterizedTest
    @MethodSource("badTexts")
    void shouldAnswerProblemWhenPostedTextIsBad(String body, String detail) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/score")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    @Test
    void shouldAnswerProblemWhenContentTypeOrPathIsWrong() {
        given().contentType(ContentType.TEXT)
                .body("good")
                .post("/api/score")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
        when().get("/api/nothing").then().statusCode(404).contentType("application/problem+json");
        when().get("/api/score").then().statusCode(405).contentType("application/problem+json");
    }

    @Test
    void shouldSayWhatRunsWhenHealthIsAsked() {
        when().get("/q/health/live").then().statusCode(200);
        when().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItems("stream", "topics"))
                .body("checks.find { it.name == 'stream' }.data.state", equalTo("RUNNING"));
    }

    @Test
    void shouldCountWhenMetricsAreAsked() throws Exception {
        // Given
        double scored = metric("verdict_reviews_scored_total");
        double rejected = metric("verdict_reviews_rejected_total{reason=\"TEXT_BLANK\"}");
        String good = UUID.randomUUID().toString();
        String bad = UUID.randomUUID().toString();

        // When
        send(good, "{\"id\":\"" + good + "\",\"text\":\"fine\"}");
        send(bad, "{\"id\":\"" + bad + "\",\"text\":\"\"}");
        awaitRecord("sentiments", good);
        awaitRecord("reviews.dead", bad);

        // Then
        assertThat(metric("verdict_reviews_scored_total")).isGreaterThan(scored);
        assertThat(metric("verdict_reviews_rejected_total{reason=\"TEXT_BLANK\"}"))
                .isEqualTo(rejected + 1);
    }

    @Test
    void shouldLeaveHeadersOfTracesAloneWhenTracingIsNotConfigured() throws Exception {
        // Given
        String sent = UUID.randomUUID().toString();
        String posted = UUID.randomUUID().toString();
        var probe = new KafkaProbe(bootstrapServers);
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        // When
        probe.send(sent, "{\"id\":\"" + sent + "\",\"text\":\"fine\"}", Map.of("traceparent", parent));
        given().contentType(ContentType.JSON)
                .header("traceparent", parent)
                .body(Map.of("id", posted, "text", "fine"))
                .post("/api/reviews")
                .then()
                .statusCode(202);

        // Then
        assertThat(awaitRecord("sentiments", sent).headers())
                .isEqualTo(new RecordHeaders().add("traceparent", parent.getBytes(UTF_8)));
        assertThat(awaitRecord("sentiments", posted).headers()).isEmpty();
    }

    @Test
    void shouldDocumentEveryMetricAndHaveEveryDocumentedOne() throws Exception {
        // Given
        String id = UUID.randomUUID().toString();
        send(id, "{\"id\":\"" + id + "\",\"text\":\"fine\"}");
        awaitRecord("sentiments", id);

        // When
        String metrics = when().get("/q/metrics").then().extract().asString();

        // Then
        List<String> exposed = metrics.lines()
                .filter(line -> line.startsWith("# TYPE verdict_") && !line.endsWith("_max gauge"))
                .map(line -> line.substring("# TYPE ".length()).replace(" counter", "_total counter"))
                .toList();
        assertThat(exposed).isNotEmpty();
        assertThat(documentedMetrics("docs")).containsAll(exposed);
        assertThat(exposed).containsAll(documentedMetrics("docs/stream.md"));
    }

    @Test
    void shouldHaveEveryMetricThatAlertsAndDashboardName() throws Exception {
        // Given
        String id = UUID.randomUUID().toString();
        send(id, "{\"id\":\"" + id + "\",\"text\":\"fine\"}");
        awaitRecord("sentiments", id);
        when().get("/api/trend").then().statusCode(200); // requests below /q are not counted
        String expressions = Files.readString(Path.of("deploy/monitoring/alerts.yml"))
                + Files.readString(Path.of("deploy/monitoring/verdict.json"));

        // When
        String metrics = when().get("/q/metrics").then().extract().asString();

        // Then
        Set<String> exposed = metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(toSet());
        assertThat(Pattern.compile("\\b(verdict|jvm|http|process|system|kafka)_[a-z0-9_]+")
                        .matcher(expressions)
                        .results()
                        .map(MatchResult::group)
                        .distinct())
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> assertThat(exposed).contains(name));
        assertThat(metric("verdict_stream_running")).isEqualTo(1);
    }

    /** Names and types of those that a page, or the pages of a folder, have in the first two columns of a table. */
    private static List<String> documentedMetrics(String path) throws IOException {
        Pattern row = Pattern.compile("\\| `(verdict_\\w+)` \\| (\\w+) \\|.*");
        try (Stream<Path> pages =
                Files.walk(Path.of(path)).filter(page -> page.toString().endsWith(".md"))) {
            List<String> found = new ArrayList<>();
            for (Path page : pages.toList()) {
                Files.readAllLines(page).stream()
                        .map(row::matcher)
                        .filter(Matcher::matches)
                        .forEach(matcher -> found.add(matcher.group(1) + " " + matcher.group(2)));
            }
            return found;
        }
    }

    private static double metric(String series) {
        String metrics =
                when().get("/q/metrics").then().statusCode(200).extract().asString();
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no metric " + series));
    }

    @Test
    void shouldDescribeItsOperationsWhenOpenApiIsAsked() {
        given().accept(ContentType.JSON)
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItems("/api/score", "/api/reviews"));
        when().get("/q/swagger-ui/").then().statusCode(200);
    }

    private void send(String key, String value) throws ExecutionException, InterruptedException {
        new KafkaProbe(bootstrapServers).send(key, value);
    }

    private ConsumerRecord<byte[], byte[]> awaitRecord(String topic, String key) {
        return new KafkaProbe(bootstrapServers).await(topic, key);
    }
}
