package dev.verdict.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BadArtifacts;
import dev.verdict.model.InvalidModelException;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.model.TestModels;
import dev.verdict.scoring.Scorer;
import dev.verdict.scoring.StartingModel;
import dev.verdict.topics.TopicsConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The registry against a real broker; each test has topics of its own. */
class KafkaModelRegistryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ModelArtifact FIRST = TestModels.sampled(TestModels.small(1));
    private static final ModelArtifact SECOND = TestModels.sampled(TestModels.small(2));

    private static EmbeddedKafka kafka;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private String prefix;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void chooseTopics() {
        prefix = UUID.randomUUID().toString();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private String models() {
        return prefix + ".models";
    }

    private String activations() {
        return prefix + ".activations";
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private TopicsConfig topics(boolean create) {
        return new SmallRyeConfigBuilder()
                .withMapping(TopicsConfig.class)
                .withDefaultValues(Map.of(
                        "verdict.topics.models", models(),
                        "verdict.topics.activations", activations(),
                        "verdict.topics.instances", prefix + ".instances",
                        "verdict.topics.create", Boolean.toString(create)))
                .build()
                .getConfigMapping(TopicsConfig.class);
    }

    private KafkaModelRegistry open() {
        var registry = new KafkaModelRegistry(client(), topics(true));
        opened.add(registry);
        registry.start();
        return registry;
    }

    private ModelSwitch follow(KafkaModelRegistry registry) {
        var start = new StartingModel(new Scorer(TestModels.small(99)), false);
        var modelSwitch = new ModelSwitch(start, registry::state, new ModelLoader(registry::fetch));
        registry.onChange(modelSwitch::follow);
        opened.addFirst(modelSwitch);
        return modelSwitch;
    }

    private static void awaitModel(ModelSwitch modelSwitch, ModelArtifact model) {
        await().atMost(PATIENCE).until(() -> modelSwitch.scorer().model().equals(model.version()));
    }

    @Test
    void shouldBeTheSameForAllWhenOnePublishesAndActivates() {
        // Given
        KafkaModelRegistry one = open();
        KafkaModelRegistry other = open();

        // When
        PublishedModel published = one.publish(ArtifactFile.bytes(FIRST));
        one.activate(FIRST.version(), "test");

        // Then
        assertThat(one.current().orElseThrow().version()).isEqualTo(FIRST.version());
        RegistryState read = other.readToEnd();
        assertThat(read.model(FIRST.version())).hasValue(published);
        assertThat(read.current()).isEqualTo(one.current());
        assertThat(read.current().orElseThrow().by()).isEqualTo("test");
        assertThat(other.fetch(published).card()).isEqualTo(FIRST.card());
        // And for whoever comes later
        assertThat(open().readToEnd().model(FIRST.version())).hasValue(published);
    }

    @Test
    void shouldPublishAndActivateTheFirstModelOnceWhenTenStartTogether() throws Exception {
        // Given
        byte[] artifact = ArtifactFile.bytes(FIRST);
        List<Callable<Boolean>> instances = IntStream.range(0, 10)
                .<Callable<Boolean>>mapToObj(_ -> () -> {
                    KafkaModelRegistry registry = new KafkaModelRegistry(client(), topics(true));
                    try (registry) {
                        registry.start();
                        var bootstrap = new Bootstrap(registry, prefix + "-bootstrap");
                        long deadline = System.nanoTime() + PATIENCE.toNanos();
                        while (!bootstrap.run(FIRST.version(), artifact)) {
                            assertThat(System.nanoTime()).isLessThan(deadline);
                        }
                        return registry.current().isPresent();
                    }
                })
                .toList();

        // When
        try (var threads = Executors.newFixedThreadPool(instances.size())) {
            for (var done : threads.invokeAll(instances)) {
                assertThat(done.get()).isTrue();
            }
        }

        // Then
        assertThat(records(models()))
                .singleElement()
                .satisfies(record -> assertThat(new String(record.key(), UTF_8))
                        .isEqualTo(FIRST.version().value()));
        assertThat(records(activations())).hasSize(1);
    }

    @Test
    void shouldLeaveWhatIsActiveWhenAnInstanceStartsLater() {
        // Given
        KafkaModelRegistry registry = open();
        registry.publish(ArtifactFile.bytes(SECOND));
        registry.activate(SECOND.version(), "test");

        // When
        boolean isActive = new Bootstrap(open(), prefix + "-bootstrap").run(FIRST.version(), ArtifactFile.bytes(FIRST));

        // Then
        assertThat(isActive).isTrue();
        assertThat(registry.readToEnd().current().orElseThrow().version()).isEqualTo(SECOND.version());
        assertThat(registry.state().models()).hasSize(1);
    }

    @Test
    void shouldKeepTheReportWithTheModel() throws Exception {
        // Given
        PublishedModel with = open().publish(ArtifactFile.bytes(FIRST), "<h1>How it went</h1>");
        PublishedModel without = open().publish(ArtifactFile.bytes(SECOND));

        // When
        KafkaModelRegistry registry = open();

        // Then
        assertThat(registry.fetchReport(with)).contains("<h1>How it went</h1>");
        assertThat(registry.fetchReport(without)).isEmpty();
        assertThat(registry.fetch(with).version()).isEqualTo(FIRST.version());
    }

    @Test
    void shouldWriteNothingWhenTheVersionIsPublishedAlready() throws Exception {
        // Given
        KafkaModelRegistry registry = open();
        PublishedModel published = registry.publish(ArtifactFile.bytes(FIRST));

        // When
        PublishedModel again = open().publish(ArtifactFile.bytes(FIRST));

        // Then
        assertThat(again).isEqualTo(published);
        assertThat(records(models())).hasSize(1);
    }

    @Test
    void shouldTakeAnArtifactOf32MebibytesAndRefuseALargerOne() {
        // Given
        KafkaModelRegistry registry = open();
        // Zeros after the zip are not read
        byte[] largest = Arrays.copyOf(ArtifactFile.bytes(FIRST), ArtifactFile.MAX_BYTES);
        byte[] tooLarge = Arrays.copyOf(ArtifactFile.bytes(SECOND), ArtifactFile.MAX_BYTES + 1);

        // When
        PublishedModel published = registry.publish(largest);

        // Then
        assertThat(published.sizeBytes()).isEqualTo(ArtifactFile.MAX_BYTES);
        assertThat(open().fetch(published).version()).isEqualTo(FIRST.version());
        assertThatThrownBy(() -> registry.publish(tooLarge))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("larger than 32 MiB");
    }

    @Test
    void shouldRefuseToPublishWhenTheModelIsNotThatOfItsSamples() {
        // Given
        KafkaModelRegistry registry = open();
        ModelArtifact wrong = BadArtifacts.withForeignSamples(FIRST, SECOND);

        // When
        // Then
        assertThatThrownBy(() -> registry.publish(ArtifactFile.bytes(wrong)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(wrong.version().value())
                .hasMessageContaining("self-test fails");
        assertThat(registry.readToEnd().models()).isEmpty();
    }

    @Test
    void shouldRefuseToActivateWhenNothingOfThatVersionIsPublished() {
        // Given
        KafkaModelRegistry registry = open();

        // When
        // Then
        assertThatThrownBy(() -> registry.activate(SECOND.version(), "test"))
                .isInstanceOf(UnknownModelException.class)
                .hasMessage("model " + SECOND.version() + " is not published");
        assertThat(registry.readToEnd().current()).isEmpty();
    }

    @Test
    void shouldFollowAndGoBackWhenModelsAreActivated() {
        // Given
        KafkaModelRegistry registry = open();
        ModelSwitch modelSwitch = follow(registry);
        registry.publish(ArtifactFile.bytes(FIRST));
        registry.publish(ArtifactFile.bytes(SECOND));
        assertThat(modelSwitch.decided().toCompletableFuture()).isNotDone();

        // When
        registry.activate(FIRST.version(), "test");
        awaitModel(modelSwitch, FIRST);
        registry.activate(SECOND.version(), "test");
        awaitModel(modelSwitch, SECOND);
        registry.activate(FIRST.version(), "test");
        awaitModel(modelSwitch, FIRST);

        // Then
        assertThat(modelSwitch.decided().toCompletableFuture()).isDone();
        assertThat(modelSwitch.problem()).isEmpty();
    }

    @Test
    void shouldGoOnWithTheRunningModelWhenABadRecordIsActivated() throws Exception {
        // Given
        KafkaModelRegistry registry = open();
        ModelSwitch modelSwitch = follow(registry);
        registry.publish(ArtifactFile.bytes(FIRST));
        registry.activate(FIRST.version(), "test");
        awaitModel(modelSwitch, FIRST);

        for (var bad : BadArtifacts.of(SECOND).entrySet()) {
            if (bad.getKey().equals("oversized")) {
                continue; // the topic does not take it
            }
            // When
            write(models(), SECOND.version().value(), bad.getValue());
            write(activations(), "active", activation(SECOND.version()));

            // Then
            RegistryState state = registry.readToEnd();
            assertThat(state.current().orElseThrow().version()).isEqualTo(SECOND.version());
            assertThat(state.refused())
                    .as(bad.getKey())
                    .anySatisfy(refused ->
                            assertThat(refused.key()).isEqualTo(SECOND.version().value()));
            await().atMost(PATIENCE).until(() -> modelSwitch.problem().isPresent());
            assertThat(modelSwitch.problem().orElseThrow())
                    .startsWith("model " + SECOND.version() + " is to score but was refused: the record is ");
            assertThat(modelSwitch.scorer().model()).isEqualTo(FIRST.version());
            registry.activate(FIRST.version(), "test");
            await().atMost(PATIENCE).until(() -> modelSwitch.problem().isEmpty());
        }

        // And when a sound record comes at last, the version can be activated
        registry.publish(ArtifactFile.bytes(SECOND));
        registry.activate(SECOND.version(), "test");
        awaitModel(modelSwitch, SECOND);
    }

    @Test
    void shouldGoOnWithTheRunningModelWhenTheSelfTestFails() throws Exception {
        // Given
        KafkaModelRegistry registry = open();
        ModelSwitch modelSwitch = follow(registry);
        registry.publish(ArtifactFile.bytes(FIRST));
        registry.activate(FIRST.version(), "test");
        awaitModel(modelSwitch, FIRST);
        ModelArtifact wrong = BadArtifacts.withForeignSamples(FIRST, SECOND);

        // When
        write(models(), wrong.version().value(), ArtifactFile.bytes(wrong));
        write(activations(), "active", activation(wrong.version()));

        // Then
        await().atMost(PATIENCE).until(() -> modelSwitch.problem().isPresent());
        assertThat(modelSwitch.problem().orElseThrow())
                .contains(wrong.version().value())
                .contains("self-test fails");
        assertThat(modelSwitch.scorer().model()).isEqualTo(FIRST.version());
    }

    @Test
    void shouldLoadTheModelWhenItsRecordComesAfterItsActivation() throws Exception {
        // Given
        KafkaModelRegistry registry = open();
        ModelSwitch modelSwitch = follow(registry);
        registry.readToEnd();

        // When
        write(activations(), "active", activation(FIRST.version()));
        await().atMost(PATIENCE).until(() -> modelSwitch.problem().isPresent());
        write(models(), FIRST.version().value(), ArtifactFile.bytes(FIRST));

        // Then
        awaitModel(modelSwitch, FIRST);
        assertThat(modelSwitch.problem()).isEmpty();
    }

    @Test
    void shouldWaitAndSayHowToMendItWhenATopicWouldLoseModels() throws Exception {
        // Given
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(models(), 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "delete", "max.message.bytes", "50000000"))))
                    .all()
                    .get();
            KafkaModelRegistry registry = open();
            await().atMost(PATIENCE)
                    .until(() -> registry.problem()
                            .filter(p -> p.contains("is not compacted"))
                            .isPresent());
            assertThat(registry.problem().orElseThrow())
                    .startsWith("topic " + models())
                    .contains("--add-config cleanup.policy=compact");

            // When
            set(admin, "cleanup.policy", "compact");

            // Then
            await().atMost(PATIENCE).until(() -> registry.problem().isEmpty());
            registry.publish(ArtifactFile.bytes(FIRST));
        }
    }

    @Test
    void shouldWaitAndSayHowToMendItWhenATopicTakesSmallRecordsOnly() throws Exception {
        // Given
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(models(), 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "1048588"))))
                    .all()
                    .get();

            // When
            KafkaModelRegistry registry = open();

            // Then
            await().atMost(PATIENCE)
                    .until(() -> registry.problem()
                            .filter(p -> p.contains("takes records of at most"))
                            .isPresent());
            assertThat(registry.problem().orElseThrow())
                    .contains("--add-config max.message.bytes=" + RegistryTopics.MAX_RECORD_BYTES);
            set(admin, "max.message.bytes", Integer.toString(RegistryTopics.MAX_RECORD_BYTES));
            await().atMost(PATIENCE).until(() -> registry.problem().isEmpty());
        }
    }

    @Test
    void shouldWaitForTopicsWhenItMayNotMakeThem() {
        // Given
        var registry = new KafkaModelRegistry(client(), topics(false));
        opened.add(registry);

        // When
        registry.start();

        // Then
        await().atMost(PATIENCE)
                .until(() ->
                        registry.problem().filter(p -> p.contains("is missing")).isPresent());
        open();
        await().atMost(PATIENCE).until(() -> registry.problem().isEmpty());
    }

    @Test
    void shouldLetACandidateScoreAlongsideUntilItBecomesTheActiveOne() {
        // Given
        KafkaModelRegistry registry = open();
        registry.publish(ArtifactFile.bytes(FIRST));
        registry.publish(ArtifactFile.bytes(SECOND));
        registry.activate(FIRST.version(), "test");

        // When
        Activation shadow = registry.shadow(SECOND.version(), 0.25, "test");

        // Then
        assertThat(shadow.share()).isEqualTo(0.25);
        assertThat(registry.current().orElseThrow().version()).isEqualTo(FIRST.version());
        registry.activate(SECOND.version(), "test");
        assertThat(registry.state().shadow()).isEmpty();
    }

    @Test
    void shouldKnowWhoIsThereWhenInstancesAnnounceThemselves() {
        // Given
        KafkaModelRegistry registry = open();
        registry.readToEnd();
        var heartbeat = new Heartbeat(registry, "host-1", () -> new Instance.Announcement("m", "", null));

        // When
        heartbeat.start(Duration.ofMillis(100));

        // Then
        KafkaModelRegistry other = open();
        await().atMost(PATIENCE)
                .until(() -> other.state().instances(Duration.ofSeconds(10)).stream()
                        .anyMatch(instance -> instance.id().equals("host-1")));
        heartbeat.close();
        await().atMost(PATIENCE)
                .until(() -> other.state().instances(Duration.ofSeconds(10)).isEmpty());
    }

    private static byte[] activation(ModelVersion version) {
        return ("{\"version\":\"" + version + "\"}").getBytes(UTF_8);
    }

    private void set(Admin admin, String name, String value) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, models());
        var change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
    }

    /** As a foreign program would. */
    private static void write(String topic, String key, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "max.request.size",
                64 << 20,
                "buffer.memory",
                64L << 20);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic) throws Exception {
        var partition = new TopicPartition(topic, 0);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        var deserializer = new ByteArrayDeserializer();
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(settings, deserializer, deserializer);
                Admin admin = Admin.create(client())) {
            long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
