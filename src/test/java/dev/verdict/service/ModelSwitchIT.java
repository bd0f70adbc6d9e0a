package dev.verdict.service;

import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.demo.SampleReviews;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.model.TestModels;
import dev.verdict.registry.Instance;
import dev.verdict.registry.KafkaModelRegistry;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import dev.verdict.topics.TopicsConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Two instances, as processes, switch their model again and again while reviews flow. */
class ModelSwitchIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int REVIEWS = 50_000; // at least: they flow until the last switch
    private static final int SWITCHES = 20;
    private static final int RATE =
            750; // reviews a second, which two instances, a broker and a test on two cores have time for
    private static final int WARM_UP_REVIEWS = 10_000; // until then the instances' compilers are busy
    private static final long BETWEEN_SWITCHES_MILLIS = 2_500;

    /** @param receivedMillis when the test had it */
    private record Verdict(Sentiment sentiment, long sentMillis, long receivedMillis) {}

    /** How far the test is. */
    private static final class Flow {
        final AtomicInteger sent = new AtomicInteger();
        volatile boolean switched;
        volatile boolean ended;
    }

    @Test
    void shouldLoseAndDoubleNothingWhenModelsAreSwitchedUnderLoad() throws Exception {
        List<String> texts = SampleReviews.read().stream()
                .map(SampleReviews.SampleReview::text)
                .toList();
        ModelArtifact bundled = BundledModel.read();
        ModelArtifact other =
                TestModels.sampled(TestModels.random(bundled.card().network(), bundled.vocabulary(), 5));
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                var first = ServiceProcess.start(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
                var second = ServiceProcess.start(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
                var registry =
                        new KafkaModelRegistry(Map.of("bootstrap.servers", kafka.bootstrapServers()), topics())) {
            // Given
            registry.start();
            for (ServiceProcess instance : List.of(first, second)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> when().get(instance.url() + "/q/health/ready")
                                .then()
                                .statusCode(200));
            }
            registry.publish(ArtifactFile.bytes(other));
            await().atMost(PATIENCE).until(() -> instances(registry).size() == 2);

            // When
            // Threads of their own: on two cores the common pool has one, and they would run one after the other.
            Executor together = task -> Thread.ofPlatform().start(task);
            var flow = new Flow();
            var sending = CompletableFuture.runAsync(() -> send(kafka.bootstrapServers(), texts, flow), together);
            var receiving = CompletableFuture.supplyAsync(() -> receive(kafka.bootstrapServers(), flow), together);
            await().atMost(PATIENCE).until(() -> flow.sent.get() >= WARM_UP_REVIEWS);
            var activations = new TreeMap<Long, Long>(); // when -> milliseconds until all instances follow
            for (int i = 0; i < SWITCHES; i++) {
                ModelVersion version = (i % 2 == 0 ? other : bundled).version();
                long start = System.currentTimeMillis();
                registry.activate(version, "test");
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> instances(registry).stream()
                                .allMatch(instance -> instance.model().equals(version.value())));
                activations.put(start, System.currentTimeMillis() - start);
                TimeUnit.MILLISECONDS.sleep(Math.max(0, start + BETWEEN_SWITCHES_MILLIS - System.currentTimeMillis()));
            }
            flow.switched = true;
            sending.get();
            List<Verdict> verdicts = receiving.get();

            // Then
            print(verdicts, activations);
            assertThat(verdicts.stream().map(verdict -> verdict.sentiment().id()))
                    .doesNotHaveDuplicates()
                    .hasSize(flow.sent.get())
                    .hasSizeGreaterThanOrEqualTo(REVIEWS);
            assertThatEachIsOfOneModel(verdicts, texts, List.of(bundled, other));
            assertThat(verdicts.stream()
                            .map(verdict -> verdict.sentiment().model())
                            .distinct())
                    .containsExactlyInAnyOrder(
                            bundled.version().value(), other.version().value());
        }
    }

    /** To the last bit what the model that it names makes of the text: nothing is scored by half a model. */
    private static void assertThatEachIsOfOneModel(
            List<Verdict> verdicts, List<String> texts, List<ModelArtifact> models) {
        var expected = new HashMap<String, List<Double>>();
        for (ModelArtifact model : models) {
            var scorer = new Scorer(model);
            expected.put(
                    model.version().value(),
                    texts.stream()
                            .map(text -> scorer.score(new Review("", text, "")).probability())
                            .toList());
        }
        assertThat(verdicts)
                .allSatisfy(verdict -> assertThat(verdict.sentiment().probability())
                        .isEqualTo(expected.get(verdict.sentiment().model())
                                .get(Integer.parseInt(verdict.sentiment().id()) % texts.size())));
    }

    /** A review counts as during a switch from the activation until all instances follow. */
    private static void print(List<Verdict> verdicts, TreeMap<Long, Long> activations) {
        var during = new ArrayList<Long>();
        var without = new ArrayList<Long>();
        for (Verdict verdict : verdicts) {
            var activation = activations.floorEntry(verdict.sentMillis);
            if (activation != null) {
                boolean isDuring = verdict.sentMillis - activation.getKey() < activation.getValue();
                (isDuring ? during : without).add(verdict.receivedMillis - verdict.sentMillis);
            }
        }
        System.out.printf(
                "switches %d, reviews %d; latency ms, without a switch: p50 %d p99 %d (%d reviews), during one: p50 %d p99 %d"
                        + " (%d reviews); ms until all instances follow: median %d, longest %d%n",
                activations.size(),
                verdicts.size(),
                quantile(without, 0.5),
                quantile(without, 0.99),
                without.size(),
                quantile(during, 0.5),
                quantile(during, 0.99),
                during.size(),
                quantile(activations.values(), 0.5),
                quantile(activations.values(), 1));
    }

    private static long quantile(Collection<Long> values, double quantile) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? -1 : sorted.get((int) Math.min(sorted.size() - 1, quantile * sorted.size()));
    }

    private static List<Instance> instances(KafkaModelRegistry registry) {
        return registry.state().instances(Duration.ofSeconds(10));
    }

    /** The ids are numbers, and each number's text is known. */
    private static void send(String bootstrapServers, List<String> texts, Flow flow) {
        var json = new ObjectMapper();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer())) {
            long start = System.nanoTime();
            for (int i = 0; i < REVIEWS || !flow.switched; i++) {
                long due = start + i * 1_000_000_000L / RATE;
                while (System.nanoTime() < due) {
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                }
                String id = Integer.toString(i);
                byte[] value = json.writeValueAsBytes(Map.of("id", id, "text", texts.get(i % texts.size())));
                producer.send(new ProducerRecord<>("reviews", id, value));
                flow.sent.incrementAndGet();
            }
        } catch (InterruptedException | IOException e) {
            throw new AssertionError(e);
        } finally {
            flow.ended = true;
        }
    }

    /** All that are committed within the patience, until as many are there as were sent and a second after. */
    private static List<Verdict> receive(String bootstrapServers, Flow flow) {
        var json = new ObjectMapper();
        var verdicts = new ArrayList<Verdict>();
        var deserializer = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                deserializer,
                deserializer)) {
            consumer.assign(IntStream.range(0, 4)
                    .mapToObj(partition -> new TopicPartition("sentiments", partition))
                    .toList());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline && !(flow.ended && verdicts.size() >= flow.sent.get())) {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> verdicts.add(verdict(message, json)));
            }
            consumer.poll(Duration.ofSeconds(1)).forEach(message -> verdicts.add(verdict(message, json)));
        }
        return verdicts;
    }

    private static Verdict verdict(ConsumerRecord<byte[], byte[]> message, ObjectMapper json) {
        try {
            return new Verdict(
                    json.readValue(new String(message.value(), UTF_8), Sentiment.class),
                    message.timestamp(),
                    System.currentTimeMillis());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TopicsConfig topics() {
        return new SmallRyeConfigBuilder()
                .withMapping(TopicsConfig.class)
                .build()
                .getConfigMapping(TopicsConfig.class);
    }
}
