package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the dashboard loads. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
class DashboardIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"(/(?:dashboard|webjars)/[^\"]+)\"");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void shouldServeThePageAndAllItLoadsWithAStrictPolicy() {
        // When
        String page = when().get("/")
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        allOf(containsString("default-src 'self'"), not(containsString("unsafe"))))
                .header("Cache-Control", equalTo("no-cache"))
                .extract()
                .asString();

        // Then
        List<String> loaded =
                LOADED.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(loaded).hasSizeGreaterThanOrEqualTo(6);
        loaded.forEach(path -> when().get(path).then().statusCode(200));
        assertThat(page).doesNotContain("http://", "https://", "onclick", "<style", "javascript:");
        when().get("/dashboard/main.js")
                .then()
                .header("Content-Security-Policy", notNullValue())
                .header("Cache-Control", equalTo("no-cache"));
    }

    @Test
    void shouldTellTheTrendWhenReviewsAreScored() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String id = UUID.randomUUID().toString();
            new KafkaProbe(bootstrapServers).send(id, "{\"id\":\"" + id + "\",\"text\":\"wonderful\"}");
            when().get("/api/trend")
                    .then()
                    .statusCode(200)
                    .body("capacity", equalTo(180))
                    .body(
                            "points.findAll { it.positiveShare == 1 && it.latencyP99Millis > 0 }.size()",
                            greaterThanOrEqualTo(1));
        });
        given().queryParam("since", "2999-01-01T00:00:00Z")
                .get("/api/trend")
                .then()
                .statusCode(200)
                .body("points.size()", equalTo(0));
    }

    @Test
    void shouldAnswerProblemWhenSinceIsNoTime() {
        given().queryParam("since", "yesterday")
                .get("/api/trend")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("since must be an instant"));
    }
}
