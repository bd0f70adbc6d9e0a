package dev.verdict.service;

import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** The service when topics are missing that it may not create. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
@TestProfile(MissingTopicsIT.NoCreation.class)
class MissingTopicsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    public static class NoCreation implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("verdict.topics.create", "false");
        }
    }

    @Test
    void shouldNameMissingTopicsAndStartStreamWhenTheyCome() throws ExecutionException, InterruptedException {
        // Given
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready")
                        .then()
                        .statusCode(503)
                        .body(
                                "checks.find { it.name == 'topics' }.data.problem",
                                containsString("topics are missing: reviews, sentiments, reviews.dead")));

        // When
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(Stream.of("reviews", "sentiments", "reviews.dead")
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            admin.createTopics(Stream.of("verdict.models", "verdict.activations", "verdict.instances")
                            .map(name -> new NewTopic(name, 1, (short) 1)
                                    .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "33619968")))
                            .toList())
                    .all()
                    .get();
        }

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
    }
}
