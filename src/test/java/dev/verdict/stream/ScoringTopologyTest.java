package dev.verdict.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.contract.TopicSchemas;
import dev.verdict.model.TestModels;
import dev.verdict.review.RejectionReason;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

class ScoringTopologyTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-23T10:15:30Z");
    private static final int LIMIT_BYTES = 4 << 20;
    private static final byte[] KEY = {(byte) 0xff, 0, 1}; // no UTF-8

    private final TopicsConfig topics = TestConfigs.of(TopicsConfig.class, Map.of());
    // Batches have tests of their own.
    private final StreamConfig config = TestConfigs.of(StreamConfig.class, Map.of("verdict.stream.batch-size", "1"));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OutputLimit limit = new OutputLimit(topic -> LIMIT_BYTES);
    private final Scorer scorer = new Scorer(TestModels.withWords("good", "film"));
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> reviews;
    private TestOutputTopic<byte[], byte[]> sentiments;
    private TestOutputTopic<byte[], byte[]> dead;

    @BeforeEach
    void startDriver() {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        driver = new TopologyTestDriver(build(topics), config);
        var serializer = new ByteArraySerializer();
        var deserializer = new ByteArrayDeserializer();
        reviews = driver.createInputTopic("reviews", serializer, serializer);
        sentiments = driver.createOutputTopic("sentiments", deserializer, deserializer);
        dead = driver.createOutputTopic("reviews.dead", deserializer, deserializer);
    }

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @Test
    void shouldKeepKeyHeadersAndTimestampWhenReviewIsScored() throws IOException {
        // Given
        Headers headers = new RecordHeaders().add("trace", new byte[] {7}).add("trace", new byte[] {8});
        byte[] value = "{\"id\":\"r-1\",\"text\":\"Good film!\",\"subject\":\"Ikiru\",\"stars\":5}".getBytes(UTF_8);

        // When
        reviews.pipeInput(new TestRecord<>(KEY, value, headers, WRITTEN));

        // Then
        TestRecord<byte[], byte[]> message = sentiments.readRecord();
        assertThat(message.key()).isEqualTo(KEY);
        assertThat(message.headers()).isEqualTo(headers);
        assertThat(message.getRecordTime()).isEqualTo(WRITTEN);
        assertThat(dead.isEmpty()).isTrue();
        Sentiment sentiment = new ObjectMapper().readValue(message.value(), Sentiment.class);
        assertThat(sentiment.id()).isEqualTo("r-1");
        assertThat(sentiment.subject()).isEqualTo("Ikiru");
        assertThat(sentiment.tokens()).isEqualTo(2);
        assertThat(sentiment.knownTokens()).isEqualTo(2);
        assertThat(sentiment.model()).isEqualTo(scorer.model().value());
        assertThat(sentiment.probability()).isBetween(0.0, 1.0);
        assertThat(TopicSchemas.errors("sentiment", message.value())).isEmpty();
    }

    @Test
    void shouldScoreReviewWhenNoWordIsKnown() throws IOException {
        // When
        reviews.pipeInput(KEY, "{\"id\":\"r-1\",\"text\":\"xyzzy plugh\"}".getBytes(UTF_8));

        // Then
        Sentiment sentiment = new ObjectMapper().readValue(sentiments.readValue(), Sentiment.class);
        assertThat(sentiment.tokens()).isEqualTo(2);
        assertThat(sentiment.knownTokens()).isZero();
    }

    @Test
    void shouldScoreReviewWhenKeyIsMissing() {
        // When
        reviews.pipeInput(null, "{\"id\":\"r-1\",\"text\":\"good\"}".getBytes(UTF_8));

        // Then
        assertThat(sentiments.readRecord().key()).isNull();
    }

    static Stream<Arguments> oddTexts() {
        return Stream.of(
                Arguments.argumentSet("two megabytes", "good film ".repeat(200_000), 400_000, 400_000, true),
                Arguments.argumentSet("lone surrogates", "good \\ud800 film \\udc00", 4, 2, false),
                Arguments.argumentSet("NUL", "good \\u0000 film", 3, 2, false),
                Arguments.argumentSet("emoji", "good 🎬👍🏽 film", 3, 2, false),
                Arguments.argumentSet("right to left", "\u202eسيء film", 2, 1, false),
                Arguments.argumentSet("HTML", "<script>alert(1)</script><br />good", 6, 1, false),
                Arguments.argumentSet("punctuation only", "?!", 0, 0, false));
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void shouldScoreReviewWhenTextIsOdd(String text, int tokens, int knownTokens, boolean truncated)
            throws IOException {
        // When
        reviews.pipeInput(KEY, ("{\"id\":\"r-1\",\"text\":\"" + text + "\"}").getBytes(UTF_8));

        // Then
        Sentiment sentiment = new ObjectMapper().readValue(sentiments.readValue(), Sentiment.class);
        assertThat(sentiment.tokens()).isEqualTo(tokens);
        assertThat(sentiment.knownTokens()).isEqualTo(knownTokens);
        assertThat(sentiment.truncated()).isEqualTo(truncated);
        assertThat(sentiments.isEmpty()).isTrue();
        assertThat(dead.isEmpty()).isTrue();
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                bad("no value", null, RejectionReason.VALUE_MISSING),
                bad("no bytes", "", RejectionReason.NOT_JSON),
                bad("not JSON", "good film", RejectionReason.NOT_JSON),
                bad("an array", "[{\"id\":\"1\",\"text\":\"good\"}]", RejectionReason.NOT_AN_OBJECT),
                bad("no id", "{\"text\":\"good\"}", RejectionReason.ID_MISSING),
                bad(
                        "id too long",
                        "{\"id\":\"" + "x".repeat(257) + "\",\"text\":\"good\"}",
                        RejectionReason.ID_INVALID),
                bad("no text", "{\"id\":\"1\"}", RejectionReason.TEXT_MISSING),
                bad("text a number", "{\"id\":\"1\",\"text\":5}", RejectionReason.TEXT_INVALID),
                bad("text empty", "{\"id\":\"1\",\"text\":\"\"}", RejectionReason.TEXT_BLANK),
                bad("text blank", "{\"id\":\"1\",\"text\":\" \\t\"}", RejectionReason.TEXT_BLANK),
                bad(
                        "subject a list",
                        "{\"id\":\"1\",\"text\":\"good\",\"subject\":[]}",
                        RejectionReason.SUBJECT_INVALID));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void shouldSendOriginalToDeadLettersWhenValueIsBad(byte[] value, RejectionReason reason) {
        // Given
        Headers headers = new RecordHeaders().add("trace", new byte[] {7});

        // When
        reviews.pipeInput(new TestRecord<>(KEY, value, headers, WRITTEN));

        // Then
        TestRecord<byte[], byte[]> message = dead.readRecord();
        assertThat(message.key()).isEqualTo(KEY);
        assertThat(message.value()).isEqualTo(value);
        assertThat(message.getRecordTime()).isEqualTo(WRITTEN);
        assertThat(message.headers().lastHeader("trace").value()).isEqualTo(new byte[] {7});
        assertThat(text(message.headers(), "verdict.reason")).isEqualTo(reason.name());
        assertThat(text(message.headers(), "verdict.detail")).isNotBlank();
        assertThat(text(message.headers(), "verdict.source.topic")).isEqualTo("reviews");
        assertThat(text(message.headers(), "verdict.source.partition")).isEqualTo("0");
        assertThat(text(message.headers(), "verdict.source.offset")).isEqualTo("0");
        assertThat(text(message.headers(), "verdict.source.timestamp"))
                .isEqualTo(Long.toString(WRITTEN.toEpochMilli()));
        assertThat(sentiments.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void shouldFollowTheirSchemaWhenHeadersSayWhyARecordDied(byte[] value, RejectionReason reason) {
        // When
        reviews.pipeInput(new TestRecord<>(KEY, value, new RecordHeaders(), WRITTEN));
        reviews.pipeInput(new TestRecord<>(new byte[LIMIT_BYTES], value, new RecordHeaders(), WRITTEN));
        reviews.pipeInput(KEY, "x".repeat(LIMIT_BYTES).getBytes(UTF_8));

        // Then
        assertThat(dead.readRecordsToList())
                .hasSize(3)
                .allSatisfy(message -> assertThat(TopicSchemas.errors("dead-letter-headers", message.headers()))
                        .isEmpty());
    }

    @Test
    void shouldGoOnWhenRecordsAreBad() {
        // Given
        byte[] good = "{\"id\":\"r-1\",\"text\":\"good\"}".getBytes(UTF_8);

        // When
        reviews.pipeInput(KEY, "{".getBytes(UTF_8));
        reviews.pipeInput(KEY, good);
        reviews.pipeInput(KEY, (byte[]) null);
        reviews.pipeInput(KEY, good);

        // Then
        assertThat(sentiments.getQueueSize()).isEqualTo(2);
        assertThat(dead.getQueueSize()).isEqualTo(2);
    }

    @Test
    void shouldSendBeginningWithSizeToDeadLettersWhenValueIsLargerThanTopicTakes() {
        // Given
        byte[] value = "x".repeat(LIMIT_BYTES).getBytes(UTF_8);

        // When
        reviews.pipeInput(new TestRecord<>(KEY, value, new RecordHeaders().add("trace", new byte[] {7}), WRITTEN));

        // Then
        TestRecord<byte[], byte[]> message = dead.readRecord();
        assertThat(message.key()).isEqualTo(KEY);
        assertThat(message.value()).hasSizeBetween(LIMIT_BYTES - (LIMIT_BYTES >> 9), LIMIT_BYTES);
        assertThat(text(message.headers(), "verdict.truncated.bytes")).isEqualTo(Integer.toString(LIMIT_BYTES));
        assertThat(message.headers().lastHeader("trace").value()).isEqualTo(new byte[] {7});
    }

    @Test
    void shouldSendValueToDeadLettersWhenKeyAndHeadersLeaveSentimentNoRoom() {
        // Given
        byte[] key = new byte[LIMIT_BYTES / 2];
        Headers headers = new RecordHeaders().add("trace", new byte[LIMIT_BYTES / 2]);
        byte[] value = "{\"id\":\"r-1\",\"text\":\"good\"}".getBytes(UTF_8);

        // When
        reviews.pipeInput(new TestRecord<>(key, value, headers, WRITTEN));

        // Then
        TestRecord<byte[], byte[]> message = dead.readRecord();
        assertThat(message.key()).isNull();
        assertThat(message.value()).isEqualTo(value);
        assertThat(message.getRecordTime()).isEqualTo(WRITTEN);
        assertThat(message.headers().lastHeader("trace")).isNull();
        assertThat(text(message.headers(), "verdict.reason")).isEqualTo("RECORD_TOO_LARGE");
        assertThat(text(message.headers(), "verdict.dropped.key.bytes")).isEqualTo(Integer.toString(key.length));
        assertThat(message.headers().lastHeader("verdict.truncated.bytes")).isNull();
        assertThat(sentiments.isEmpty()).isTrue();
    }

    @Test
    void shouldCutFurtherWhenDeadLetterIsRefused() {
        // Given
        limit.refused("reviews.dead");

        // When
        reviews.pipeInput(KEY, "x".repeat(LIMIT_BYTES / 2).getBytes(UTF_8));

        // Then
        assertThat(dead.readValue()).hasSizeBetween(LIMIT_BYTES / 8 - (LIMIT_BYTES >> 9), LIMIT_BYTES / 8);
    }

    @Test
    void shouldStillFitWhenEverythingIsRefused() {
        // Given
        for (int refusals = 0; refusals < 40; refusals++) {
            limit.refused("reviews.dead");
        }

        // When
        reviews.pipeInput(new TestRecord<>(new byte[10_000], new byte[10_000], new RecordHeaders(), WRITTEN));
        reviews.pipeInput(KEY, "{\"id\":\"r-1\",\"text\":\"good\"}".getBytes(UTF_8));

        // Then
        assertThat(dead.readValue()).hasSizeLessThan(OutputLimit.SMALLEST);
        assertThat(sentiments.getQueueSize()).isEqualTo(1);
    }

    @Test
    void shouldCarryHeadersOnceWhenDeadLetterDiesAgain() {
        // Given
        reviews.pipeInput(KEY, "{".getBytes(UTF_8));
        TestRecord<byte[], byte[]> first = dead.readRecord();

        // When
        reviews.pipeInput(first);

        // Then
        Headers headers = dead.readRecord().headers();
        assertThat(headers.headers("verdict.reason")).hasSize(1);
        assertThat(text(headers, "verdict.source.offset")).isEqualTo("1");
    }

    @Test
    void shouldCountWhatItDid() {
        // When
        reviews.pipeInput(KEY, "{\"id\":\"r-1\",\"text\":\"good\"}".getBytes(UTF_8));
        reviews.pipeInput(KEY, "{\"id\":\"r-1\",\"text\":\"\"}".getBytes(UTF_8));

        // Then
        assertThat(registry.get("verdict.reviews.scored").counter().count()).isEqualTo(1);
        assertThat(registry.get("verdict.reviews.rejected")
                        .tag("reason", "TEXT_BLANK")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldNameEveryOperator() {
        // When
        String description = build(topics).describe().toString();

        // Then
        assertThat(description).doesNotContain("KSTREAM-");
    }

    @Test
    void shouldUseConfiguredTopics() {
        // Given
        TopicsConfig renamed = TestConfigs.of(
                TopicsConfig.class,
                Map.of("verdict.topics.reviews", "in", "verdict.topics.sentiments", "out", "verdict.topics.dead", "x"));

        // When
        String description = build(renamed).describe().toString();

        // Then
        assertThat(description).contains("topics: [in]", "topic: out", "topic: x");
    }

    private Topology build(TopicsConfig topics) {
        var metrics = new ScoringMetrics(registry, InstantSource.system());
        var breaker = new Breaker(config.breaker(), config.batchSize());
        return ScoringTopology.build(
                topics, config, () -> BatchScorer.of(scorer), breaker, metrics, StreamTracing.OFF, limit);
    }

    private static Arguments bad(String name, String value, RejectionReason reason) {
        return Arguments.argumentSet(name, value == null ? null : value.getBytes(UTF_8), reason);
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
