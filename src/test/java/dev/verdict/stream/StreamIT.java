package dev.verdict.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.model.ModelVersion;
import dev.verdict.model.TestModels;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Batches against a real broker: what the driver of Kafka's tests leaves out, caching, commits, restarts and time. */
class StreamIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 2;

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;
    private final CrashingScorer scorer = new CrashingScorer();

    /** Dies in some of its calls, in a way that is no fault of a review. */
    private static final class CrashingScorer implements BatchScorer {
        private final Scorer scorer = new Scorer(TestModels.withWords("good", "film"));
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger crashes = new AtomicInteger();
        private volatile int period = Integer.MAX_VALUE;

        @Override
        public ModelVersion model() {
            return scorer.model();
        }

        @Override
        public List<Sentiment> score(List<Review> reviews) {
            if (calls.incrementAndGet() % period == 0) {
                crashes.incrementAndGet();
                throw new AssertionError("a crash on purpose");
            }
            return scorer.score(reviews);
        }
    }

    @BeforeEach
    void startBroker() throws Exception {
        kafka = EmbeddedKafka.start();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Stream.of("reviews", "sentiments", "reviews.dead")
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldLoseAndDoubleNothingWhenThreadsCrashInMidBatch() throws Exception {
        // Given
        int reviews = 6_000;
        scorer.period = 120; // at least three crashes in 375 whole batches

        // When
        try (var _ = stream(Map.of("verdict.stream.batch-size", "16"), Map.of())) {
            Thread sending = Thread.ofPlatform().start(() -> send(0, reviews, 4));
            List<ConsumerRecord<String, byte[]>> sentiments = sentimentsUntil(reviews);
            sending.join();

            // Then
            assertThat(scorer.crashes.get()).isGreaterThanOrEqualTo(3);
            assertThat(sentiments).hasSize(reviews);
            assertThat(sentiments.stream().map(StreamIT::number).distinct()).hasSize(reviews);
            assertThatOrderIsKeptPerKey(sentiments);
        }
    }

    @Test
    void shouldLoseNothingWhenThreadsCrashUnderAtLeastOnce() throws Exception {
        // Given
        int reviews = 3_000;
        scorer.period = 60;
        Map<String, Object> atLeastOnce =
                Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);

        // When
        try (var _ = stream(Map.of("verdict.stream.batch-size", "16"), atLeastOnce);
                KafkaConsumer<String, byte[]> consumer = consumer("read_committed")) {
            Thread sending = Thread.ofPlatform().start(() -> send(0, reviews, 4));
            var numbers = new HashSet<Integer>();
            var patience = await().dontCatchUncaughtExceptions().atMost(PATIENCE); // the crashes are uncaught
            patience.until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(sentiment -> numbers.add(number(sentiment)));
                return numbers.size() == reviews;
            });
            sending.join();

            // Then
            assertThat(scorer.crashes.get()).isPositive();
        }
    }

    @Test
    void shouldScoreWhatWaitedWhenStreamStartsAgain() throws Exception {
        // Given
        Map<String, String> patient = Map.of("verdict.stream.batch-wait-millis", "10000");
        try (var stream = stream(patient, Map.of(StreamsConfig.POLL_MS_CONFIG, 100))) {
            await().atMost(PATIENCE).until(() -> stream.streams().state() == KafkaStreams.State.RUNNING);
            send(0, 50, 50);
            await().atMost(PATIENCE).until(() -> committed() == 50);
        }
        assertThat(sentiments()).isEmpty();

        // When
        try (var _ = stream(Map.of(), Map.of())) {
            List<ConsumerRecord<String, byte[]>> sentiments = sentimentsUntil(50);

            // Then
            assertThat(sentiments).hasSize(50);
            assertThatOrderIsKeptPerKey(sentiments);
        }
    }

    @Test
    void shouldKeepChangelogSmallAndLeaveNoFolderWhenManyReviewsPass() throws Exception {
        // Given
        int reviews = 10_000;
        send(0, reviews, reviews);
        Path state = folder.resolve("state");

        // When
        try (var _ = stream(Map.of(), Map.of(StreamsConfig.STATE_DIR_CONFIG, state.toString()))) {
            sentimentsUntil(reviews);
        }

        // Then
        long changes = recordsOf("verdict-batch-changelog");
        assertThat(changes).isLessThan(reviews / 2);
        assertThat(state).doesNotExist();
    }

    @Test
    void shouldScoreEachReviewWhenNoOtherComesAfterIt() throws Exception {
        try (var stream = stream(Map.of(), Map.of());
                KafkaConsumer<String, byte[]> consumer = consumer("read_committed");
                var producer = producer()) {
            await().atMost(PATIENCE).until(() -> stream.streams().state() == KafkaStreams.State.RUNNING);
            for (int i = 0; i < 20; i++) {
                producer.send(review(i)).get();
                int expected = i;
                await().atMost(PATIENCE).until(() -> {
                    List<Integer> numbers = new ArrayList<>();
                    consumer.poll(Duration.ofMillis(100)).forEach(sentiment -> numbers.add(number(sentiment)));
                    return numbers.equals(List.of(expected));
                });
            }
        }
    }

    private RunningStream stream(Map<String, String> stream, Map<String, Object> settings) {
        return new RunningStream(
                kafka.bootstrapServers(), TestConfigs.of(StreamConfig.class, stream), () -> scorer, settings);
    }

    /** @param atOnce reviews that the broker must have taken before more are sent: the fewer, the longer it goes on */
    private void send(int from, int to, int atOnce) {
        try (var producer = producer()) {
            for (int i = from; i < to; i++) {
                producer.send(review(i));
                if (i % atOnce == 0) {
                    producer.flush();
                }
            }
        }
    }

    /** 97 keys, so that each has many reviews. */
    private static ProducerRecord<String, byte[]> review(int number) {
        String json = "{\"id\":\"" + number + "\",\"text\":\"good film\"}";
        return new ProducerRecord<>("reviews", "key-" + number % 97, json.getBytes(UTF_8));
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private KafkaConsumer<String, byte[]> consumer(String isolation) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "isolation.level",
                        isolation,
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions("sentiments"));
        return consumer;
    }

    /** Those that are there once so many are, and half a second later no more. */
    private List<ConsumerRecord<String, byte[]>> sentimentsUntil(int count) {
        var all = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (KafkaConsumer<String, byte[]> consumer = consumer("read_committed")) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (all.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            consumer.poll(Duration.ofMillis(500)).forEach(all::add);
        }
        return all;
    }

    private List<ConsumerRecord<String, byte[]>> sentiments() {
        return sentimentsUntil(0);
    }

    private static int number(ConsumerRecord<String, byte[]> sentiment) {
        return Integer.parseInt(new String(sentiment.value(), UTF_8).replaceAll("^\\{\"id\":\"(\\d+)\".*", "$1"));
    }

    private static void assertThatOrderIsKeptPerKey(Collection<ConsumerRecord<String, byte[]>> sentiments) {
        Map<String, List<Integer>> numbers = new HashMap<>();
        sentiments.forEach(sentiment ->
                numbers.computeIfAbsent(sentiment.key(), _ -> new ArrayList<>()).add(number(sentiment)));
        assertThat(numbers.values()).allSatisfy(ofKey -> assertThat(ofKey).isSorted());
    }

    private static Set<TopicPartition> partitions(String topic) {
        var partitions = new HashSet<TopicPartition>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
        return partitions;
    }

    /** Reviews that the stream counts as read. */
    private long committed() throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            // Each partition's last offset also counts markers of transactions, of which this topic has none.
            return admin.listConsumerGroupOffsets("verdict").partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals("reviews"))
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        }
    }

    private long recordsOf(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions(topic));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(topic));
            long records = 0;
            var remaining = partitions(topic);
            while (!remaining.isEmpty()) {
                records += consumer.poll(Duration.ofMillis(100)).count();
                remaining.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            }
            return records;
        }
    }
}
