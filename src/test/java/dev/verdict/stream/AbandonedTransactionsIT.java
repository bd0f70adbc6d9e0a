package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.model.TestModels;
import dev.verdict.scoring.Scorer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** What an instance leaves open that is killed, against a real broker. */
class AbandonedTransactionsIT {
    private static final int TIMEOUT_MILLIS = 600_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldLetReadersGoOnWhenKilledInstanceLeftTransactionOpen() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            // Given
            createTopics(kafka.bootstrapServers());
            String ofDead = "verdict-" + UUID.randomUUID() + "-1";
            try (var dead = producer(
                    kafka.bootstrapServers(),
                    Map.of("transactional.id", ofDead, "transaction.timeout.ms", TIMEOUT_MILLIS))) {
                dead.initTransactions();
                dead.beginTransaction();
                dead.send(new ProducerRecord<>("sentiments", "key", "never committed"));
                dead.flush();

                // When
                try (var _ = stream(kafka.bootstrapServers());
                        var producer = producer(kafka.bootstrapServers(), Map.of())) {
                    producer.send(new ProducerRecord<>("reviews", "key", "{\"id\":\"1\",\"text\":\"good film\"}"))
                            .get();

                    // Then
                    assertThat(firstCommitted(kafka.bootstrapServers()).value()).contains("\"id\":\"1\"");
                }
            }
        }
    }

    private static RunningStream stream(String bootstrapServers) {
        BatchScorer scorer = BatchScorer.of(new Scorer(TestModels.withWords("good", "film")));
        return new RunningStream(
                bootstrapServers, TestConfigs.of(StreamConfig.class, Map.of()), () -> scorer, Map.of());
    }

    private static void createTopics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(Stream.of("reviews", "sentiments", "reviews.dead")
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static KafkaProducer<String, String> producer(String bootstrapServers, Map<String, Object> settings) {
        var all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrapServers);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private static ConsumerRecord<String, String> firstCommitted(String bootstrapServers) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("sentiments", 0)));
            consumer.seekToBeginning(consumer.assignment());
            var read = new ArrayList<ConsumerRecord<String, String>>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (read.isEmpty() && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            }
            return read.getFirst();
        }
    }
}
