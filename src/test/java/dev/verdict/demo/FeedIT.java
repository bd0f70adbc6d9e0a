package dev.verdict.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.broker.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sample played into a real broker. */
class FeedIT {
    private static final String TOPIC = "reviews";

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = EmbeddedKafka.start();
        try (Admin admin = Admin.create(settings())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldHaveSentEveryReviewInOrderWhenItReturns() throws IOException {
        // When
        Feed.run(settings(), TOPIC, 30, 500);

        // Then
        List<String> sent = SampleReviews.read().stream()
                .limit(30)
                .map(review -> review.id())
                .toList();
        List<ConsumerRecord<String, byte[]>> records = read();
        assertThat(records).extracting(ConsumerRecord::key).isEqualTo(sent);
        assertThat(new ObjectMapper()
                        .readTree(records.getFirst().value())
                        .path("id")
                        .asText())
                .isEqualTo(sent.getFirst());
    }

    @Test
    void shouldSayWhyWhenTopicIsMissing() {
        Map<String, Object> impatient = Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", 500);

        assertThatIllegalStateException()
                .isThrownBy(() -> Feed.run(impatient, "nowhere", 0, 500))
                .withMessageContaining("a review could not be sent")
                .withMessageContaining("nowhere");
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static List<ConsumerRecord<String, byte[]>> read() {
        var partition = new TopicPartition(TOPIC, 0);
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
