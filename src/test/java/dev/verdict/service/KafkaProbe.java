package dev.verdict.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** What a user of the topics does: writes reviews, reads what comes of them. */
public record KafkaProbe(Map<String, Object> kafka) {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    public KafkaProbe(String bootstrapServers) {
        this(Map.of("bootstrap.servers", bootstrapServers));
    }

    void send(String key, String value) throws ExecutionException, InterruptedException {
        send(key, value, "none");
    }

    void send(String key, String value, Map<String, String> headers) throws ExecutionException, InterruptedException {
        var message = new ProducerRecord<>("reviews", key.getBytes(UTF_8), value.getBytes(UTF_8));
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        send(message, "none");
    }

    void send(String key, String value, String compression) throws ExecutionException, InterruptedException {
        send(new ProducerRecord<>("reviews", key.getBytes(UTF_8), value.getBytes(UTF_8)), compression);
    }

    private void send(ProducerRecord<byte[], byte[]> message, String compression)
            throws ExecutionException, InterruptedException {
        var serializer = new ByteArraySerializer();
        Map<String, Object> config = with(Map.of("max.request.size", 32 << 20, "compression.type", compression));
        try (var producer = new KafkaProducer<>(config, serializer, serializer)) {
            producer.send(message).get();
        }
    }

    /** The committed record with that key. */
    public ConsumerRecord<byte[], byte[]> await(String topic, String key) {
        return await(topic, "key " + key, message -> key.equals(new String(message.key(), UTF_8)));
    }

    /**
     * The first committed record of that kind.
     *
     * @param kind in words
     */
    ConsumerRecord<byte[], byte[]> await(
            String topic, String kind, Predicate<ConsumerRecord<byte[], byte[]>> isOfKind) {
        var deserializer = new ByteArrayDeserializer();
        Map<String, Object> config = with(Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest"));
        try (var consumer = new KafkaConsumer<>(config, deserializer, deserializer)) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                    if (isOfKind.test(message)) {
                        return message;
                    }
                }
            }
        }
        throw new AssertionError("no record with " + kind + " came on " + topic);
    }

    private Map<String, Object> with(Map<String, Object> settings) {
        var all = new HashMap<>(kafka);
        all.putAll(settings);
        return all;
    }
}
