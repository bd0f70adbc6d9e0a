package dev.verdict.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.contract.TopicSchemas;
import dev.verdict.review.Label;
import dev.verdict.review.Sentiment;
import dev.verdict.stream.TestConfigs;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

class RollupTopologyTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    // Sums of a few numbers in [0, 1]: far more than their rounding errors.
    private static final double TOLERANCE = 1e-12;

    private final TopicsConfig topics = TestConfigs.of(TopicsConfig.class, Map.of());
    private final RollupSettings settings =
            RollupSettings.of(TestConfigs.of(RollupConfig.class, Map.of("verdict.rollup.subjects", "3")));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> sentiments;
    private TestOutputTopic<byte[], byte[]> rollups;

    @BeforeEach
    void startDriver() {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        // What is only in the cache does not leave the store by its age.
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        var metrics = new RollupMetrics(registry, settings.windows());
        InstantSource clock = () -> NOON.plus(Duration.ofDays(1));
        driver = new TopologyTestDriver(RollupTopology.build(topics, settings, metrics, clock), config, NOON);
        var serializer = new ByteArraySerializer();
        var deserializer = new ByteArrayDeserializer();
        sentiments = driver.createInputTopic("sentiments", serializer, serializer);
        rollups = driver.createOutputTopic("sentiment.rollups", deserializer, deserializer);
    }

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @Test
    void shouldCountInEverySizeAndOverAllTimeWhenReviewsCome() throws IOException {
        // Given
        send("Ikiru", 0.9, NOON);
        send("Ikiru", 0.2, NOON.plus(SECOND));
        send("Ikiru", 0.7, NOON.plus(MINUTE));

        // When
        Map<String, JsonNode> told = told();

        // Then
        assertThat(told.keySet())
                .containsExactlyInAnyOrder(
                        "Ikiru all",
                        "Ikiru 1m 2026-11-24T12:00:00Z",
                        "Ikiru 1m 2026-11-24T12:01:00Z",
                        "Ikiru 1h 2026-11-24T12:00:00Z",
                        "Ikiru 1d 2026-11-24T00:00:00Z");
        assertFigures(told.get("Ikiru all"), 3, 2, (0.9 + 0.2 + 0.7) / 3);
        assertFigures(told.get("Ikiru 1m 2026-11-24T12:00:00Z"), 2, 1, (0.9 + 0.2) / 2);
        assertFigures(told.get("Ikiru 1m 2026-11-24T12:01:00Z"), 1, 1, 0.7);
        assertFigures(told.get("Ikiru 1h 2026-11-24T12:00:00Z"), 3, 2, (0.9 + 0.2 + 0.7) / 3);
        assertThat(told.get("Ikiru 1m 2026-11-24T12:01:00Z").path("end").asText())
                .isEqualTo("2026-11-24T12:02:00Z");
        assertThat(told.get("Ikiru 1d 2026-11-24T00:00:00Z").path("end").asText())
                .isEqualTo("2026-11-25T00:00:00Z");
        assertThat(told.get("Ikiru all").has("end")).isFalse();
        assertThat(counter("verdict.rollup.reviews")).isEqualTo(3);
    }

    @Test
    void shouldTellOnceWhenSubjectIsReviewedManyTimesWithinInterval() throws IOException {
        // Given
        for (int i = 0; i < 100; i++) {
            send("Ikiru", 0.5, NOON);
        }

        // When
        driver.advanceWallClockTime(settings.interval());

        // Then
        assertThat(rollups.getQueueSize()).isEqualTo(4);
        assertThat(told().get("Ikiru all").path("count").asInt()).isEqualTo(100);
    }

    @Test
    void shouldTellNothingWhenNothingHasChanged() throws IOException {
        // Given
        send("Ikiru", 0.5, NOON);
        told();

        // When
        driver.advanceWallClockTime(settings.interval().multipliedBy(3));

        // Then
        assertThat(rollups.isEmpty()).isTrue();
    }

    @Test
    void shouldTellWholeCountWhenReviewsComeAfterItWasTold() throws IOException {
        // Given
        send("Ikiru", 0.5, NOON);
        told();
        send("Ikiru", 0.5, NOON);

        // Then
        assertThat(told().get("Ikiru all").path("count").asInt()).isEqualTo(2);
    }

    @Test
    void shouldWriteSameKeyAndTimeOfTellingWhenToldAgain() {
        // Given
        send("Ikiru", 0.5, NOON.minus(Duration.ofDays(300)));
        driver.advanceWallClockTime(settings.interval());
        TestRecord<byte[], byte[]> first = rollups.readRecordsToList().getFirst();
        send("Ikiru", 0.5, NOON.minus(Duration.ofDays(300)));

        // When
        driver.advanceWallClockTime(settings.interval());

        // Then
        TestRecord<byte[], byte[]> second = rollups.readRecordsToList().getFirst();
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(first.getRecordTime()).isAfterOrEqualTo(NOON);
    }

    @Test
    void shouldKeepSubjectsApartWhenSeveralAreReviewed() throws IOException {
        // Given
        send("Ikiru", 0.9, NOON);
        send("Ran", 0.1, NOON);

        // When
        Map<String, JsonNode> told = told();

        // Then
        assertFigures(told.get("Ikiru all"), 1, 1, 0.9);
        assertFigures(told.get("Ran all"), 1, 0, 0.1);
    }

    @Test
    void shouldCountInItsOwnWindowWhenReviewIsLate() throws IOException {
        // Given
        send("Ikiru", 0.9, NOON.plus(Duration.ofMinutes(30)));

        // When
        send("Ikiru", 0.1, NOON);

        // Then
        Map<String, JsonNode> told = told();
        assertFigures(told.get("Ikiru 1m 2026-11-24T12:00:00Z"), 1, 0, 0.1);
        assertFigures(told.get("Ikiru 1h 2026-11-24T12:00:00Z"), 2, 1, 0.5);
    }

    @ParameterizedTest(name = "{0} s after the end of its minute")
    @CsvSource({"3599, 1", "3600, 0", "3601, 0"})
    void shouldCountInWindowUntilGraceIsOver(int secondsAfterEnd, int counted) throws IOException {
        // Given
        send("Ran", 0.5, NOON.plus(MINUTE).plusSeconds(secondsAfterEnd));

        // When
        send("Ikiru", 0.5, NOON);

        // Then
        Map<String, JsonNode> told = told();
        assertThat(told.containsKey("Ikiru 1m 2026-11-24T12:00:00Z")).isEqualTo(counted == 1);
        assertThat(registry.get("verdict.rollup.late")
                        .tag("window", "1m")
                        .counter()
                        .count())
                .isEqualTo(1 - counted);
        assertThat(told).containsKeys("Ikiru all", "Ikiru 1h 2026-11-24T12:00:00Z", "Ikiru 1d 2026-11-24T00:00:00Z");
    }

    @Test
    void shouldCountOverAllTimeOnlyWhenReviewIsOlderThanAnyWindow() throws IOException {
        // Given
        send("Ran", 0.5, NOON);

        // When
        send("Ikiru", 0.5, NOON.minus(Duration.ofDays(365)));

        // Then
        assertThat(told().keySet()).filteredOn(key -> key.startsWith("Ikiru")).containsExactly("Ikiru all");
        assertThat(settings.windows())
                .allSatisfy(window -> assertThat(registry.get("verdict.rollup.late")
                                .tag("window", window.name())
                                .counter()
                                .count())
                        .isEqualTo(1));
    }

    @Test
    void shouldForgetWindowsWhenTheirRetentionIsOver() {
        // Given
        send("Ikiru", 0.5, NOON);
        var minutes = driver.<String, Rollup>getWindowStore("rollup-1m");
        assertThat(minutes.fetch("Ikiru", NOON.toEpochMilli())).isNotNull();

        // When
        send("Ikiru", 0.5, NOON.plus(HOUR.multipliedBy(3)));

        // Then
        assertThat(minutes.fetch("Ikiru", NOON.toEpochMilli())).isNull();
        assertThat(driver.<String, Rollup>getWindowStore("rollup-1h")
                        .fetch("Ikiru", NOON.toEpochMilli())
                        .count())
                .isEqualTo(1);
        assertThat(driver.<String, Rollup>getKeyValueStore("rollup-all")
                        .get("Ikiru")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldNotEndWindowsOfOthersWhenTimestampIsOfTheFuture() throws IOException {
        // Given
        send("Ran", 0.5, Instant.parse("2199-01-01T00:00:00Z"));

        // When
        send("Ikiru", 0.5, NOON.plus(Duration.ofDays(1)));

        // Then
        assertThat(told()).containsKeys("Ikiru 1m 2026-11-25T12:00:00Z", "Ran 1m 2026-11-25T12:00:00Z");
    }

    @Test
    void shouldCountUnderDocumentedNameWhenThereIsNoSubject() throws IOException {
        // Given
        send("", 0.5, NOON);
        sendJson("{\"id\":\"r\",\"subject\":null,\"label\":\"POSITIVE\",\"probability\":0.5}");
        sendJson("{\"id\":\"r\",\"subject\":\"  \",\"label\":\"POSITIVE\",\"probability\":0.5}");

        // Then
        assertThat(told().get("(none) all").path("count").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"; DROP TABLE subjects; --",
                "\u202Eevil\u202C \u0645\u0631\u062D\u0628\u0627",
                "..",
                "a/b?c=d#e%2F",
                "\uD83C\uDFAC \u751F\u304D\u308B",
                "line\nbreak\u0000nul"
            })
    void shouldCountWhateverTheSubjectIs(String subject) throws IOException {
        // Given
        send(subject, 0.9, NOON);
        send(subject, 0.9, NOON);

        // Then
        JsonNode told = told().get(subject + " all");
        assertFigures(told, 2, 2, 0.9);
        assertThat(told.path("subject").asText()).isEqualTo(subject);
    }

    @Test
    void shouldCountLongestSubjectAndNoneBeyond() throws IOException {
        // Given
        send("x".repeat(256), 0.5, NOON);
        send("y".repeat(257), 0.5, NOON);

        // Then
        assertThat(told()).hasSize(4).containsKey("x".repeat(256) + " all");
        assertThat(counter("verdict.rollup.unreadable")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "no JSON",
                "{",
                "{}",
                "{\"label\":\"POSITIVE\"}",
                "{\"probability\":0.5}",
                "{\"label\":\"MIXED\",\"probability\":0.5}",
                "{\"label\":\"POSITIVE\",\"probability\":1.5}",
                "{\"label\":\"POSITIVE\",\"probability\":-0.1}",
                "{\"label\":\"POSITIVE\",\"probability\":\"0.5\"}",
                "{\"label\":\"POSITIVE\",\"probability\":0.5,\"subject\":7}",
                "{\"label\":\"POSITIVE\",\"probability\":0.5,\"subject\":{}}"
            })
    void shouldPassOverWhatIsNoSentiment(String value) throws IOException {
        // When
        sendJson(value);
        sentiments.pipeInput(new byte[] {1}, null, NOON);
        send("Ikiru", 0.5, NOON);

        // Then
        assertThat(told()).hasSize(4);
        assertThat(counter("verdict.rollup.unreadable")).isEqualTo(2);
    }

    @Test
    void shouldReadSubjectWhenSentimentHasFieldsThatItDoesNotKnow() throws IOException {
        // When
        sendJson("{\"new\":{\"a\":[1,{\"subject\":\"inner\"}]},\"label\":\"NEGATIVE\",\"subject\":\"Ran\","
                + "\"probability\":0,\"more\":[]}");

        // Then
        assertFigures(told().get("Ran all"), 1, 0, 0);
    }

    @Test
    void shouldNotCountFurtherSubjectsWhenThereAreAsManyAsMayBe() throws IOException {
        // Given
        List.of("a", "b", "c", "d", "a", "e").forEach(subject -> send(subject, 0.5, NOON));

        // Then
        Map<String, JsonNode> told = told();
        assertThat(told.keySet()).filteredOn(key -> key.endsWith(" all")).containsExactly("a all", "b all", "c all");
        assertThat(told.get("a all").path("count").asInt()).isEqualTo(2);
        assertThat(counter("verdict.rollup.refused")).isEqualTo(2);
    }

    @Test
    void shouldLeaveHeadersBehindWhenSentimentHasSome() {
        // Given
        byte[] value = json("Ikiru", 0.5);
        sentiments.pipeInput(new TestRecord<>(null, value, new RecordHeaders().add("large", new byte[1000]), NOON));

        // When
        driver.advanceWallClockTime(settings.interval());

        // Then
        assertThat(rollups.readRecordsToList())
                .allSatisfy(message -> assertThat(message.headers()).isEmpty());
    }

    @Test
    void shouldKeepMeanWithinProbabilitiesWhenAllAreOne() throws IOException {
        // Given
        for (int i = 0; i < 1000; i++) {
            send("Ikiru", 1.0, NOON);
        }

        // Then
        assertThat(told().get("Ikiru all").path("meanProbability").asDouble()).isEqualTo(1.0);
    }

    @Test
    void shouldFollowTheirSchemasWhenTheyAreTold() {
        // Given
        send("Ikiru", 1.0, NOON);
        send("", 0.0, NOON.plus(HOUR));

        // When
        driver.advanceWallClockTime(settings.interval());

        // Then
        assertThat(rollups.readRecordsToList()).hasSize(8).allSatisfy(message -> {
            assertThat(TopicSchemas.errors("rollup-key", message.key())).isEmpty();
            assertThat(TopicSchemas.errors("rollup", message.value())).isEmpty();
        });
    }

    private void send(String subject, double probability, Instant time) {
        sentiments.pipeInput(new byte[] {1}, json(subject, probability), time);
    }

    private void sendJson(String value) {
        sentiments.pipeInput(new byte[] {1}, value.getBytes(UTF_8), NOON);
    }

    private static byte[] json(String subject, double probability) {
        return new Sentiment("r-1", subject, Label.of(probability), probability, 3, 3, false, "model").toJson();
    }

    /** What is told after the next interval: subject, window and start -> value. */
    private Map<String, JsonNode> told() throws IOException {
        driver.advanceWallClockTime(settings.interval());
        var told = new HashMap<String, JsonNode>();
        for (TestRecord<byte[], byte[]> message : rollups.readRecordsToList()) {
            JsonNode key = new ObjectMapper().readTree(message.key());
            JsonNode value = new ObjectMapper().readTree(message.value());
            assertThat(value.path("subject")).isEqualTo(key.path("subject"));
            String start = key.has("start") ? " " + key.path("start").asText() : "";
            told.put(key.path("subject").asText() + " " + key.path("window").asText() + start, value);
        }
        return told;
    }

    private double counter(String name) {
        return registry.get(name).counter().count();
    }

    private static void assertFigures(JsonNode rollup, long count, long positive, double mean) {
        assertThat(rollup).isNotNull();
        assertThat(rollup.path("count").asLong()).isEqualTo(count);
        assertThat(rollup.path("positive").asLong()).isEqualTo(positive);
        assertThat(rollup.path("meanProbability").asDouble()).isCloseTo(mean, within(TOLERANCE));
    }
}
