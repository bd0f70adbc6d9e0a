package dev.verdict.service;

import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Bad records that are larger than the dead letters' topic takes, on topics that somebody else made. */
@QuarkusTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@WithTestResource(LargeRecordIT.ForeignTopics.class)
class LargeRecordIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LIMIT_BYTES = 1 << 20;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    /** A broker whose topics have one partition and the limit that Kafka gives them. */
    public static class ForeignTopics implements QuarkusTestResourceLifecycleManager {
        private final KafkaResource kafka = new KafkaResource();

        @Override
        public Map<String, String> start() {
            Map<String, String> config = kafka.start();
            try (Admin admin =
                    Admin.create(Map.<String, Object>of("bootstrap.servers", config.get("kafka.bootstrap.servers")))) {
                admin.createTopics(Stream.of("reviews", "sentiments", "reviews.dead")
                                .map(name -> new NewTopic(name, 1, (short) 1)
                                        .configs(Map.of("max.message.bytes", Integer.toString(LIMIT_BYTES))))
                                .toList())
                        .all()
                        .get();
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException("the topics could not be made", e);
            }
            return config;
        }

        @Override
        public void stop() {
            kafka.stop();
        }
    }

    @BeforeEach
    void awaitReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void shouldCutDeadLetterAndGoOnWhenRecordIsLargerThanItsCompressedBatch() throws Exception {
        // When
        ConsumerRecord<byte[], byte[]> letter = deadLetterOf("x".repeat(10 << 20), "gzip");

        // Then
        assertThat(letter.value()).hasSizeBetween(LIMIT_BYTES * 9 / 10, LIMIT_BYTES);
        assertThat(header(letter, "verdict.truncated.bytes")).isEqualTo(Integer.toString(10 << 20));
        when().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void shouldCutDeadLetterAndGoOnWhenItsHeadersMakeItTooLarge() throws Exception {
        // Given
        int bytes = LIMIT_BYTES - 150; // the key and the envelopes of record and batch are smaller

        // When
        ConsumerRecord<byte[], byte[]> letter = deadLetterOf("x".repeat(bytes), "none");

        // Then
        assertThat(header(letter, "verdict.truncated.bytes")).isEqualTo(Integer.toString(bytes));
        when().get("/q/health/ready").then().statusCode(200);
    }

    /** The last one: the stream goes on writing less. */
    @Test
    @Order(Integer.MAX_VALUE)
    void shouldSaySoAndRecoverWhenBrokerTakesLessThanItSaid() throws Exception {
        // Given
        limitDeadLetters(LIMIT_BYTES / 4);
        String bad = UUID.randomUUID().toString();

        // When
        kafka().send(bad, "x".repeat(LIMIT_BYTES / 2));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get("/q/health/ready")
                        .then()
                        .statusCode(503)
                        .body("checks.find { it.name == 'stream' }.data.problem", containsString("RecordTooLarge")));
        assertThat(kafka().await("reviews.dead", bad).value()).hasSizeBetween(LIMIT_BYTES / 10, LIMIT_BYTES / 8);
        String good = UUID.randomUUID().toString();
        kafka().send(good, "{\"id\":\"" + good + "\",\"text\":\"dull\"}");
        assertThat(kafka().await("sentiments", good)).isNotNull();
    }

    /** Waits until a good record behind the bad one is scored. */
    private ConsumerRecord<byte[], byte[]> deadLetterOf(String value, String compression)
            throws ExecutionException, InterruptedException {
        String bad = UUID.randomUUID().toString();
        String good = UUID.randomUUID().toString();
        kafka().send(bad, value, compression);
        kafka().send(good, "{\"id\":\"" + good + "\",\"text\":\"dull\"}");
        assertThat(kafka().await("sentiments", good)).isNotNull();
        ConsumerRecord<byte[], byte[]> letter = kafka().await("reviews.dead", bad);
        assertThat(header(letter, "verdict.reason")).isEqualTo("NOT_JSON");
        return letter;
    }

    private KafkaProbe kafka() {
        return new KafkaProbe(bootstrapServers);
    }

    private void limitDeadLetters(int bytes) throws ExecutionException, InterruptedException {
        var limit = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, "reviews.dead"), List.of(limit)))
                    .all()
                    .get();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), UTF_8);
    }
}
