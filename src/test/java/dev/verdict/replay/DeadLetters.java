package dev.verdict.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.broker.TestConsumers;
import dev.verdict.review.RejectionReason;
import dev.verdict.stream.DeadLetterHeaders;
import dev.verdict.topics.TopicsConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** A broker's topics of dead letters, as the stream writes them and as a reader of them sees them. */
final class DeadLetters {
    static final int PARTITIONS = 3;
    /** Older ones would be deleted by the topic's retention at any moment. */
    private static final long AN_HOUR_AGO =
            System.currentTimeMillis() - Duration.ofHours(1).toMillis();

    private final Map<String, Object> kafka;

    DeadLetters(String bootstrapServers) {
        this.kafka = Map.of("bootstrap.servers", bootstrapServers);
    }

    void createTopics() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(Stream.of("reviews", "reviews.dead")
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    ReplayResult replay(ReplayRequest request) {
        return new Replay(kafka, topics(), InstantSource.system()).run(request);
    }

    NewestLetters.Page newest(Optional<RejectionReason> reason, int limit) {
        return new NewestLetters(kafka, topics()).read(reason, limit);
    }

    private static TopicsConfig topics() {
        return new SmallRyeConfigBuilder()
                .withMapping(TopicsConfig.class)
                .build()
                .getConfigMapping(TopicsConfig.class);
    }

    /** Those that say why and where a record of partition {@code number % PARTITIONS} died. */
    static Headers headers(int number, String reason) {
        Headers headers = new RecordHeaders();
        DeadLetterHeaders.put(headers, DeadLetterHeaders.REASON, reason);
        DeadLetterHeaders.put(headers, DeadLetterHeaders.DETAIL, "a sentence");
        DeadLetterHeaders.put(headers, DeadLetterHeaders.SOURCE_TOPIC, "reviews");
        DeadLetterHeaders.put(headers, DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(number % PARTITIONS));
        DeadLetterHeaders.put(headers, DeadLetterHeaders.SOURCE_OFFSET, Integer.toString(number));
        DeadLetterHeaders.put(headers, DeadLetterHeaders.SOURCE_TIMESTAMP, Long.toString(timestamp(number)));
        return headers;
    }

    /** So close that none of a hundred thousand is in the future, which a broker may refuse. */
    static long timestamp(int number) {
        return AN_HOUR_AGO + 20L * number;
    }

    static ProducerRecord<byte[], byte[]> letter(int number, Headers headers) {
        return new ProducerRecord<>(
                "reviews.dead",
                null,
                timestamp(number),
                ("key-" + number).getBytes(UTF_8),
                Integer.toString(number).getBytes(UTF_8),
                headers);
    }

    void send(List<ProducerRecord<byte[], byte[]>> messages) {
        // The leader of a topic that was just made may refuse a request and take the next, which is then out of order.
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.get("bootstrap.servers"),
                "max.in.flight.requests.per.connection",
                1,
                "max.request.size",
                8 << 20);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            Queue<Exception> failures = new ConcurrentLinkedQueue<>();
            messages.forEach(message -> producer.send(message, (_, failure) -> {
                if (failure != null) {
                    failures.add(failure);
                }
            }));
            producer.flush();
            assertThat(failures).isEmpty();
        }
    }

    /** All committed records of the topic, also those whose commit is not yet seen by all. */
    List<ConsumerRecord<byte[], byte[]>> recordsOf(String topic) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var all = consumer(topic, "read_uncommitted");
                var committed = consumer(topic, "read_committed")) {
            Map<TopicPartition, Long> ends = all.endOffsets(all.assignment());
            while (ends.entrySet().stream().anyMatch(end -> committed.position(end.getKey()) < end.getValue())) {
                committed.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Returns as soon as anything was written to the topic, committed or not. */
    void awaitAny(String topic, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (var consumer = consumer(topic, "read_uncommitted")) {
            while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {
                assertThat(System.nanoTime()).as("nothing came on " + topic).isLessThan(deadline);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic, String isolation) {
        return TestConsumers.of((String) kafka.get("bootstrap.servers"), topic, isolation);
    }

    List<Integer> numbersOn(String topic) {
        return recordsOf(topic).stream().map(DeadLetters::number).sorted().toList();
    }

    static int number(ConsumerRecord<byte[], byte[]> message) {
        return Integer.parseInt(new String(message.value(), UTF_8));
    }
}
