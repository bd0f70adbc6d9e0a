package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.contract.DocumentedAnswers;
import dev.verdict.service.EventStream.Event;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.UUID;

/** The live feed, from Kafka to an HTTP client. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
@ExtendWith(DocumentedAnswers.class)
class LiveIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource("/api/sentiments")
    String feed;

    /** The feed begins with what comes after it has joined its group. */
    @BeforeEach
    void awaitFeed() throws Exception {
        try (var stream = new EventStream(feed, "")) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                send("warm-up", "none");
                Event event = stream.await(any -> true);
                assertThat(event.id()).isNotEmpty();
            });
        }
    }

    @Test
    void shouldTellSentimentAndFindItsReviewWhenItIsWritten() throws Exception {
        try (var stream = new EventStream(feed, "")) {
            // When
            String id = UUID.randomUUID().toString();
            send(id, "Ikiru");

            // Then
            Event event = stream.await(came -> came.data().contains(id));
            assertThat(event.name()).isEqualTo("sentiment");
            JsonNode sentiment = new ObjectMapper().readTree(event.data());
            assertThat(sentiment.path("subject").asText()).isEqualTo("Ikiru");
            assertThat(sentiment.path("probability").isDouble()).isTrue();
            given().queryParam("id", id)
                    .queryParam("time", sentiment.path("time").asText())
                    .get("/api/reviews")
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(id))
                    .body("text", equalTo("a <b>wonderful</b> film"))
                    .body("subject", equalTo("Ikiru"));
        }
    }

    @Test
    void shouldTellOnlyThatSubjectWhenItIsAskedFor() throws Exception {
        // Given
        String subject = UUID.randomUUID().toString();
        try (var stream = new EventStream(feed + "?subject=" + subject + "&label=POSITIVE&rate=1000", "")) {
            // When
            send("other", "another");
            send("right", subject);

            // Then
            Event first = stream.await(event -> event.name().equals("sentiment"));
            assertThat(first.data()).contains("\"id\":\"right\"");
        }
    }

    @Test
    void shouldGoOnAfterLastEventWhenClientComesBack() throws Exception {
        // Given
        String seen = UUID.randomUUID().toString();
        String missed = UUID.randomUUID().toString();
        String lastEventId;
        try (var stream = new EventStream(feed, "")) {
            send(seen, "");
            lastEventId = stream.await(event -> event.data().contains(seen)).id();
            send(missed, "");
            stream.await(event -> event.data().contains(missed));
        }

        // When
        try (var again = new EventStream(feed, lastEventId)) {
            // Then
            Event first =
                    again.await(event -> !event.data().contains("warm-up")); // some of which may still be on their way
            assertThat(first.data()).contains(missed);
        }
    }

    @Test
    void shouldBeginWithTheLatestWhenTheyAreAskedFor() throws Exception {
        try (var stream = new EventStream(feed + "?recent=1", "")) {
            assertThat(stream.await(any -> true).name()).isEqualTo("sentiment");
        }
    }

    @Test
    void shouldTellRateWhenHeartBeats() throws Exception {
        try (var stream = new EventStream(feed + "?subject=nobody", "")) {
            Event heartbeat = stream.await(event -> event.name().equals("heartbeat"));
            assertThat(new ObjectMapper()
                            .readTree(heartbeat.data())
                            .path("rate")
                            .isNumber())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "label=positive, label must be POSITIVE or NEGATIVE",
        "rate=0, 'rate must be from 1 to 1000, not 0'",
        "rate=1001, 'rate must be from 1 to 1000, not 1001'",
        "recent=-1, 'recent must be from 0 to 1000, not -1'"
    })
    void shouldAnswerProblemWhenParameterIsBad(String query, String detail) {
        given().accept("text/event-stream")
                .get("/api/sentiments?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", equalTo(detail));
    }

    @Test
    void shouldAnswerProblemWhenLastEventIdIsForeign() {
        given().header("Last-Event-ID", "17")
                .get("/api/sentiments")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("Last-Event-ID"));
    }

    @ParameterizedTest
    @CsvSource({
        "time=2026-11-24T12:00:00Z, 400, id is missing",
        "id=r, 400, time must be an instant",
        "id=r&time=yesterday, 400, time must be an instant",
        "id=r&time=+1000000000-12-31T23:59:59Z, 400, time must be an instant",
        "id=nobody&time=2000-01-01T00:00:00Z, 404, there is no such review",
        "id=nobody&time=2999-01-01T00:00:00Z, 404, there is no such review"
    })
    void shouldAnswerProblemWhenReviewCannotBeFound(String query, int status, String detail) {
        given().urlEncodingEnabled(false)
                .get("/api/reviews?" + query.replace("+", "%2B"))
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(detail));
    }

    private void send(String id, String subject) throws Exception {
        new KafkaProbe(bootstrapServers)
                .send(
                        id,
                        "{\"id\":\"" + id + "\",\"text\":\"a <b>wonderful</b> film\",\"subject\":\"" + subject + "\"}");
    }
}
