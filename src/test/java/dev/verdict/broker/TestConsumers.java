package dev.verdict.broker;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.util.Map;

/** Consumers that read a topic from its beginning, without a group. */
public final class TestConsumers {
    private TestConsumers() {}

    /** @param isolation {@code read_committed} or {@code read_uncommitted} */
    public static KafkaConsumer<byte[], byte[]> of(String bootstrapServers, String topic, String isolation) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", isolation,
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        return consumer;
    }
}
