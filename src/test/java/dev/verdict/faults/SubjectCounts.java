package dev.verdict.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.broker.TestConsumers;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The reviews of each subject over all time, as the topic of the rollups tells them, committed only. */
final class SubjectCounts implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> counts = new TreeMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;

    SubjectCounts(String bootstrapServers, String topic) {
        consumer = TestConsumers.of(bootstrapServers, topic, "read_committed");
    }

    /** Reads what the topic holds by now. */
    Map<String, Integer> readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(this::count);
        }
        return counts;
    }

    private void count(ConsumerRecord<byte[], byte[]> message) {
        try {
            JsonNode rollup = JSON.readTree(message.value());
            if (rollup.get("window").textValue().equals("all")) {
                counts.put(
                        rollup.get("subject").textValue(), rollup.get("count").intValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a rollup is no JSON", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
