package dev.verdict.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.verdict.review.Sentiment;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Follows the sentiments topic from its beginning. Not thread-safe. */
final class VerdictReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final ObjectReader JSON = new ObjectMapper().readerFor(Sentiment.class);

    private final Consumer<String, byte[]> consumer;

    VerdictReader(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
    }

    /** Those that came within a moment; perhaps none. */
    List<Sentiment> next() {
        var sentiments = new ArrayList<Sentiment>();
        for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
            try {
                sentiments.add(JSON.readValue(message.value()));
            } catch (IOException e) {
                throw new UncheckedIOException("the sentiment at offset " + message.offset() + " is not JSON", e);
            }
        }
        return sentiments;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
