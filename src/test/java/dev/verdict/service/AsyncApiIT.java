package dev.verdict.service;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.contract.TopicSchemas;
import dev.verdict.replay.Replay;
import dev.verdict.replay.ReplayRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import jakarta.inject.Inject;

/** The description of the topics: as the service gives it, and beside the topics that it makes. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
class AsyncApiIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    Replay replay;

    @Test
    void shouldGiveTheDocumentAndItsSchemas() throws IOException {
        assertThat(json("/asyncapi.json")).isEqualTo(TopicSchemas.asyncApi());
        for (var schema : TopicSchemas.all().entrySet()) {
            assertThat(json("/" + schema.getKey())).isEqualTo(schema.getValue());
        }
    }

    private static JsonNode json(String path) throws IOException {
        ValidatableResponse answer = when().get(path)
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
        return new ObjectMapper().readTree(answer.extract().asByteArray());
    }

    @Test
    void shouldMakeTopicsAsTheyAreDescribed() throws Exception {
        // Given
        Map<String, JsonNode> described = TopicSchemas.asyncApi()
                .path("channels")
                .valueStream()
                .collect(Collectors.toMap(
                        channel -> channel.path("address").asText(),
                        channel -> channel.path("bindings").path("kafka")));

        // When
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
        // It puts nothing back, but makes the last of the topics.
        Optional<Instant> tomorrow = Optional.of(Instant.now().plus(Duration.ofDays(1)));
        replay.run(new ReplayRequest(Optional.empty(), tomorrow, OptionalLong.empty(), false));

        // Then
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(admin.listTopics().names().get()).containsAll(described.keySet()));
            for (var topic : described.entrySet()) {
                assertIsAsDescribed(admin, topic.getKey(), topic.getValue());
            }
        }
    }

    private static void assertIsAsDescribed(Admin admin, String topic, JsonNode description) throws Exception {
        int partitions = admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get()
                .partitions()
                .size();
        assertThat(partitions)
                .as(topic)
                .isEqualTo(description.path("partitions").asInt());
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config settings =
                admin.describeConfigs(List.of(resource)).values().get(resource).get();
        assertThat(description.path("topicConfiguration").properties())
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(settings.get(setting.getKey()).value())
                        .as(topic + " " + setting.getKey())
                        .isEqualTo(text(setting.getValue())));
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
                : value.asText();
    }
}
