package dev.verdict.replay;

import static dev.verdict.replay.DeadLetters.PARTITIONS;
import static dev.verdict.replay.DeadLetters.headers;
import static dev.verdict.replay.DeadLetters.letter;
import static dev.verdict.replay.DeadLetters.timestamp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.replay.ReplayResult.Obstacle;
import dev.verdict.review.RejectionReason;
import dev.verdict.stream.DeadLetterHeaders;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Dead letters of a real broker back on their topic. */
class ReplayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ReplayRequest ALL =
            new ReplayRequest(Optional.empty(), Optional.empty(), OptionalLong.empty(), false);
    private static final String NOT_JSON = RejectionReason.NOT_JSON.name();
    private static final String FAILED = RejectionReason.SCORING_FAILED.name();

    private EmbeddedKafka kafka;
    private DeadLetters letters;

    @BeforeEach
    void startBroker() throws Exception {
        kafka = EmbeddedKafka.start();
        letters = new DeadLetters(kafka.bootstrapServers());
        letters.createTopics();
    }

    @AfterEach
    void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldPutRecordBackAsItWasWhenItIsReplayed() {
        // Given
        byte[] key = {(byte) 0xff, 0};
        Headers headers = headers(7, FAILED).add("trace", new byte[] {1}).add("trace", new byte[] {2});
        letters.send(List.of(
                new ProducerRecord<>("reviews.dead", 0, timestamp(9), key, "value".getBytes(UTF_8), headers),
                new ProducerRecord<>("reviews.dead", 0, timestamp(9), null, null, headers(8, NOT_JSON))));

        // When
        ReplayResult result = letters.replay(ALL);

        // Then
        assertThat(result.replayed()).containsExactly(Map.entry(NOT_JSON, 1L), Map.entry(FAILED, 1L));
        List<ConsumerRecord<byte[], byte[]>> reviews = letters.recordsOf("reviews");
        assertThat(reviews).hasSize(2);
        ConsumerRecord<byte[], byte[]> review = on(7 % PARTITIONS, reviews);
        assertThat(review.key()).isEqualTo(key);
        assertThat(review.value()).asString(UTF_8).isEqualTo("value");
        assertThat(review.timestamp()).isEqualTo(timestamp(7));
        assertThat(review.headers())
                .isEqualTo(new RecordHeaders()
                        .add("trace", new byte[] {1})
                        .add("trace", new byte[] {2})
                        .add(DeadLetterHeaders.REPLAYS, "1".getBytes(UTF_8)));
        ConsumerRecord<byte[], byte[]> empty = on(8 % PARTITIONS, reviews);
        assertThat(empty.key()).isNull();
        assertThat(empty.value()).isNull();
    }

    @Test
    void shouldCountWhenRecordDiesAndIsReplayedAgain() {
        // Given
        letters.send(List.of(letter(1, headers(1, FAILED))));
        letters.replay(ALL);
        Headers diedAgain = headers(1, FAILED).add(DeadLetterHeaders.REPLAYS, "1".getBytes(UTF_8));
        letters.send(List.of(letter(1, diedAgain)));

        // When
        ReplayResult result = letters.replay(ALL);
        ReplayResult another = letters.replay(ALL);

        // Then
        assertThat(result.replayedInAll()).isEqualTo(1);
        assertThat(result.replayedBefore()).isEqualTo(1);
        assertThat(another.replayedInAll()).isZero();
        assertThat(letters.recordsOf("reviews"))
                .extracting(review -> new String(
                        review.headers().lastHeader(DeadLetterHeaders.REPLAYS).value(), UTF_8))
                .containsExactly("1", "2");
    }

    @Test
    void shouldLeaveForLaterWhatIsNotAskedFor() {
        // Given
        letters.send(IntStream.range(0, 40)
                .mapToObj(i -> letter(i, headers(i, i % 2 == 0 ? NOT_JSON : FAILED)))
                .toList());
        var failedSince20 = new ReplayRequest(
                Optional.of(RejectionReason.SCORING_FAILED),
                Optional.of(Instant.ofEpochMilli(timestamp(20))),
                OptionalLong.empty(),
                false);
        var five = new ReplayRequest(Optional.empty(), Optional.empty(), OptionalLong.of(5), false);

        // When
        ReplayResult some = letters.replay(failedSince20);
        List<Integer> first = letters.numbersOn("reviews");
        ReplayResult fewer = letters.replay(five);
        ReplayResult rest = letters.replay(ALL);

        // Then
        assertThat(some.replayed()).containsExactly(Map.entry(FAILED, 10L));
        assertThat(some.notWanted()).isEqualTo(30);
        assertThat(some.letters()).isEqualTo(40);
        assertThat(first).containsExactly(21, 23, 25, 27, 29, 31, 33, 35, 37, 39);
        assertThat(fewer.replayedInAll()).isEqualTo(5);
        assertThat(rest.replayedInAll()).isEqualTo(25);
        assertThat(rest.replayedBefore()).isEqualTo(15);
        assertThat(letters.numbersOn("reviews"))
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void shouldWriteNothingWhenRunIsDry() throws Exception {
        // Given
        letters.send(List.of(letter(1, headers(1, FAILED)), letter(2, headers(2, NOT_JSON))));
        var dry =
                new ReplayRequest(Optional.of(RejectionReason.NOT_JSON), Optional.empty(), OptionalLong.empty(), true);

        // When
        ReplayResult first = letters.replay(dry);
        List<String> topics = topics();
        letters.replay(ALL);
        ReplayResult second = letters.replay(dry);

        // Then
        assertThat(first.replayed()).containsExactly(Map.entry(NOT_JSON, 1L));
        assertThat(topics).doesNotContain("reviews.dead.replayed");
        assertThat(second.replayedInAll()).isZero();
        assertThat(second.replayedBefore()).isEqualTo(2);
        assertThat(letters.numbersOn("reviews")).containsExactly(1, 2);
    }

    @Test
    void shouldReportAndLeaveWhatCannotBePutBackWhole() throws Exception {
        // Given
        Headers elsewhere = headers(4, FAILED);
        elsewhere.remove(DeadLetterHeaders.SOURCE_TOPIC);
        DeadLetterHeaders.put(elsewhere, DeadLetterHeaders.SOURCE_TOPIC, "gone");
        letters.send(List.of(
                letter(1, headers(1, FAILED).add(DeadLetterHeaders.TRUNCATED_BYTES, "9".getBytes(UTF_8))),
                letter(2, headers(2, FAILED).add(DeadLetterHeaders.DROPPED_KEY_BYTES, "9".getBytes(UTF_8))),
                letter(3, new RecordHeaders()),
                letter(4, elsewhere),
                new ProducerRecord<>("reviews.dead", 0, timestamp(5), null, new byte[1 << 20], headers(5, FAILED)),
                letter(6, headers(6, FAILED))));
        limit("reviews", 1 << 20);

        // When
        ReplayResult result = letters.replay(ALL);

        // Then
        assertThat(result.left())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Obstacle.TRUNCATED, 2L,
                        Obstacle.NO_DEAD_LETTER, 1L,
                        Obstacle.NO_SOURCE, 1L,
                        Obstacle.TOO_LARGE, 1L));
        assertThat(letters.numbersOn("reviews")).containsExactly(6);
        assertThat(letters.recordsOf("reviews.dead")).hasSize(6);
    }

    @Test
    void shouldPutEachBackOnceWhenTwoReplayAtOnce() {
        // Given
        int count = 5_000;
        letters.send(IntStream.range(0, count)
                .mapToObj(i -> letter(i, headers(i, FAILED)))
                .toList());

        // When
        List<CompletableFuture<Object>> replays = IntStream.range(0, 2)
                .mapToObj(_ -> CompletableFuture.<Object>supplyAsync(
                                // on two cores the common pool has a single thread
                                () -> letters.replay(ALL),
                                task -> Thread.ofPlatform().start(task))
                        .exceptionally(Throwable::getCause))
                .toList();
        List<Object> outcomes = replays.stream().map(CompletableFuture::join).toList();
        letters.replay(ALL);

        // Then
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(ReplayResult.class, ReplayException.class))
                .anySatisfy(outcome -> assertThat(outcome).isInstanceOf(ReplayResult.class));
        assertThat(letters.numbersOn("reviews"))
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    }

    @Test
    void shouldPutEachBackOnceWhenReplayIsKilledInTheMiddle() throws Exception {
        // Given
        int count = 60_000;
        letters.send(IntStream.range(0, count)
                .mapToObj(i -> letter(i, headers(i, FAILED)))
                .toList());
        Process replay = program("replay");
        try {
            letters.awaitAny("reviews", PATIENCE);
        } finally {
            replay.destroyForcibly().onExit().join();
        }

        // When
        ReplayResult rest = letters.replay(ALL);

        // Then
        assertThat(rest.replayedInAll()).isPositive();
        assertThat(rest.replayedInAll() + rest.replayedBefore()).isEqualTo(count);
        assertThat(letters.numbersOn("reviews"))
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    }

    @Test
    void shouldReplayAnewWhenTopicOfDeadLettersIsMadeAnew() throws Exception {
        // Given
        letters.send(List.of(letter(1, headers(1, FAILED))));
        letters.replay(ALL);
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of("reviews.dead")).all().get();
            await().atMost(PATIENCE).until(() -> !topics().contains("reviews.dead"));
            admin.createTopics(List.of(new NewTopic("reviews.dead", PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        letters.send(List.of(letter(1, headers(1, FAILED))));

        // When
        ReplayResult result = letters.replay(ALL);

        // Then
        assertThat(result.replayedInAll()).isEqualTo(1);
        assertThat(result.replayedBefore()).isZero();
    }

    @Test
    void shouldForgetMarksWhenTheirLettersAreGone() throws Exception {
        // Given
        letters.send(IntStream.range(0, 10)
                .mapToObj(i -> new ProducerRecord<>(
                        "reviews.dead", 0, timestamp(1), (byte[]) null, new byte[] {'1'}, headers(1, FAILED)))
                .toList());
        letters.replay(ALL);
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition("reviews.dead", 0), RecordsToDelete.beforeOffset(8)))
                    .all()
                    .get();
        }

        // When
        ReplayResult result = letters.replay(ALL);

        // Then
        assertThat(result.replayedBefore()).isEqualTo(2);
        assertThat(letters.recordsOf("reviews.dead.replayed"))
                .filteredOn(mark -> mark.value() == null)
                .hasSize(8);
    }

    @Test
    void shouldRefuseWhenMarksCouldBeLost() throws Exception {
        // Given
        letters.send(List.of(letter(1, headers(1, FAILED))));
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic("reviews.dead.replayed", 1, (short) 1)))
                    .all()
                    .get();
        }

        // Then
        assertThatThrownBy(() -> letters.replay(ALL))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("cleanup.policy=delete");
        assertThat(letters.recordsOf("reviews")).isEmpty();
    }

    @Test
    void shouldSaySoWhenThereIsNoTopicOrTheUsageIsWrong() throws Exception {
        // Given
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of("reviews.dead")).all().get();
        }

        // Then
        assertThat(outcomeOf("replay")).startsWith("1 verdict: there is no topic reviews.dead");
        assertThat(outcomeOf("replay", "--since", "yesterday")).startsWith("2 ").contains("\"yesterday\" is neither");
        assertThat(outcomeOf("replay", "--reason", "BAD")).startsWith("2 ").contains("SCORING_FAILED");
        assertThat(outcomeOf("replay", "--max", "0")).startsWith("2 ").contains("at least 1");
    }

    @Test
    void shouldPrintWhatItDidWhenProgramReplays() throws Exception {
        // Given
        letters.send(List.of(letter(1, headers(1, FAILED)), letter(2, headers(2, NOT_JSON))));

        // Then
        assertThat(outcomeOf("replay", "--reason", "NOT_JSON", "--dry-run").lines())
                .contains("0 reviews.dead: 2 dead letters", "       1 would be put back: NOT_JSON 1");
        assertThat(outcomeOf("replay", "--since", "15m").lines())
                .contains("       0 put back", "       2 not asked for, left for another time");
        assertThat(outcomeOf("replay").lines()).contains("       2 put back: NOT_JSON 1, SCORING_FAILED 1");
    }

    private static ConsumerRecord<byte[], byte[]> on(int partition, List<ConsumerRecord<byte[], byte[]>> messages) {
        return messages.stream()
                .filter(message -> message.partition() == partition)
                .findFirst()
                .orElseThrow();
    }

    private Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private List<String> topics() throws Exception {
        try (Admin admin = admin()) {
            return List.copyOf(admin.listTopics().names().get());
        }
    }

    private void limit(String topic, int maxMessageBytes) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var entry = new ConfigEntry("max.message.bytes", Integer.toString(maxMessageBytes));
        var set = new AlterConfigOp(entry, AlterConfigOp.OpType.SET);
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
        }
    }

    /** Exit status and output. */
    private String outcomeOf(String... arguments) throws Exception {
        Process process = program(arguments);
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + output;
        } finally {
            process.destroyForcibly();
        }
    }

    private Process program(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it ends before more compilation pays
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                "target/quarkus-app/quarkus-run.jar"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        return builder.start();
    }
}
