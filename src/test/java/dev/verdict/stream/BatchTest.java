package dev.verdict.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.ModelVersion;
import dev.verdict.model.TestModels;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reviews in batches of 4 that wait 5 ms at most; the driver's clock stands still unless it is moved. */
class BatchTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-23T10:15:30Z");
    private static final int BATCH = 4;
    private static final String NONE = "none";
    private static final Duration WAIT = Duration.ofMillis(5);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FailingScorer scorer = new FailingScorer();
    private final StreamConfig config = TestConfigs.of(
            StreamConfig.class,
            Map.of(
                    "verdict.stream.batch-size", Integer.toString(BATCH),
                    "verdict.stream.batch-wait-millis", "5",
                    "verdict.stream.breaker.minimum", "8"));
    private final Breaker breaker = new Breaker(config.breaker(), BATCH);
    private final TopologyTestDriver driver = driver();
    private final TestInputTopic<String, byte[]> reviews =
            driver.createInputTopic("reviews", new StringSerializer(), new ByteArraySerializer());
    private final TestOutputTopic<String, byte[]> sentiments =
            driver.createOutputTopic("sentiments", new StringDeserializer(), new ByteArrayDeserializer());
    private final TestOutputTopic<String, byte[]> dead =
            driver.createOutputTopic("reviews.dead", new StringDeserializer(), new ByteArrayDeserializer());

    /** Fails on a call with a review whose id begins so. */
    private static final class FailingScorer implements BatchScorer {
        private final Scorer scorer = new Scorer(TestModels.withWords("good", "film"));
        private String failsOn = NONE;

        @Override
        public ModelVersion model() {
            return scorer.model();
        }

        @Override
        public List<Sentiment> score(List<Review> reviews) {
            if (reviews.stream().anyMatch(review -> review.id().startsWith(failsOn))) {
                throw new IllegalStateException("on purpose");
            }
            return scorer.score(reviews);
        }
    }

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @Test
    void shouldScoreTogetherAndInOrderWhenBatchIsFull() {
        // When
        send(0, BATCH - 1);
        List<String> early = sentimentKeys();
        send(BATCH - 1, BATCH);

        // Then
        assertThat(early).isEmpty();
        assertThat(sentimentKeys()).containsExactly("0", "1", "2", "3");
        assertThat(registry.get("verdict.batch.size").summary().max()).isEqualTo(BATCH);
        assertThat(registry.get("verdict.batch.size").summary().count()).isEqualTo(1);
        assertThat(slotsInUse()).isZero();
    }

    @Test
    void shouldScoreWhenFirstReviewHasWaitedLongEnough() {
        // Given
        send(0, 1);
        driver.advanceWallClockTime(WAIT.minusMillis(1));
        send(1, 2);
        assertThat(sentimentKeys()).isEmpty();

        // When
        driver.advanceWallClockTime(Duration.ofMillis(1));

        // Then
        assertThat(sentimentKeys()).containsExactly("0", "1");
        assertThat(slotsInUse()).isZero();
    }

    @Test
    void shouldWaitAnewWhenBatchWasFullBeforeItsTime() {
        // Given
        driver.advanceWallClockTime(Duration.ofMillis(1));
        send(0, BATCH);
        driver.advanceWallClockTime(WAIT.minusMillis(1));
        send(BATCH, BATCH + 1);
        sentimentKeys();

        // When
        driver.advanceWallClockTime(WAIT.minusMillis(1));

        // Then
        assertThat(sentimentKeys()).isEmpty();
        driver.advanceWallClockTime(Duration.ofMillis(1));
        assertThat(sentimentKeys()).containsExactly("4");
    }

    @Test
    void shouldKeepKeyHeadersAndTimestampOfEachWhenTheyWaited() {
        // Given
        for (int i = 0; i < 2; i++) {
            var headers = new RecordHeaders().add("traceparent", new byte[] {(byte) i});
            reviews.pipeInput(new TestRecord<>("" + i, review(i), headers, WRITTEN.plusMillis(i)));
        }

        // When
        driver.advanceWallClockTime(WAIT);

        // Then
        List<TestRecord<String, byte[]>> written = sentiments.readRecordsToList();
        for (int i = 0; i < 2; i++) {
            assertThat(written.get(i).key()).isEqualTo("" + i);
            assertThat(written.get(i).getRecordTime()).isEqualTo(WRITTEN.plusMillis(i));
            assertThat(written.get(i).headers().lastHeader("traceparent").value())
                    .containsExactly(i);
        }
    }

    @Test
    void shouldRejectOnlyTheBadWhenBatchHasSome() {
        // When
        send(0, 1);
        reviews.pipeInput("bad", "{".getBytes(UTF_8));
        send(1, 3);

        // Then
        assertThat(sentimentKeys()).containsExactly("0", "1", "2");
        TestRecord<String, byte[]> letter = dead.readRecord();
        assertThat(letter.key()).isEqualTo("bad");
        assertThat(new String(
                        letter.headers().lastHeader("verdict.source.offset").value(), UTF_8))
                .isEqualTo("1");
    }

    @Test
    void shouldRejectOnlyTheOneThatScoringFailsOnWhenBatchHasOne() {
        // Given
        scorer.failsOn = "2";

        // When
        send(0, 4);

        // Then
        assertThat(sentimentKeys()).containsExactly("0", "1", "3");
        TestRecord<String, byte[]> letter = dead.readRecord();
        assertThat(letter.key()).isEqualTo("2");
        assertThat(letter.value()).isEqualTo(review(2));
        assertThat(new String(letter.headers().lastHeader("verdict.reason").value(), UTF_8))
                .isEqualTo("SCORING_FAILED");
    }

    @Test
    void shouldDeadLetterNoneWhenScoringFailsOnAllAndRecovers() {
        // Given
        scorer.failsOn = "";
        send(0, 3 * BATCH);
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(dead.readKeyValuesToList()).hasSize(4);
        breaker.tryAgain();
        driver.advanceWallClockTime(WAIT);
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(dead.isEmpty()).isTrue();

        // When
        scorer.failsOn = NONE;
        breaker.tryAgain();
        driver.advanceWallClockTime(WAIT);

        // Then
        assertThat(sentimentKeys()).containsExactly("4", "5", "6", "7", "8", "9", "10", "11");
        assertThat(dead.isEmpty()).isTrue();
    }

    @Test
    void shouldWriteLargeReviewAtOnceAndBehindThoseThatWait() {
        // Given
        byte[] large = ("{\"id\":\"large\",\"text\":\"" + "good ".repeat(BatchStore.LARGEST_RECORD / 4) + "\"}")
                .getBytes(UTF_8);
        send(0, 2);

        // When
        reviews.pipeInput("large", large);

        // Then
        assertThat(sentimentKeys()).containsExactly("0", "1", "large");
        assertThat(slotsInUse()).isZero();
    }

    @Test
    void shouldWriteNothingWhileBreakerIsOpenAndAllInOrderWhenItCloses() {
        // Given
        openByBadRecords();
        assertThat(dead.readKeyValuesToList()).hasSize(4);
        send(0, 2);
        driver.advanceWallClockTime(WAIT);
        assertThat(sentimentKeys()).isEmpty();
        assertThat(dead.isEmpty()).isTrue();

        // When
        breaker.close();
        driver.advanceWallClockTime(WAIT);

        // Then
        assertThat(dead.readKeyValuesToList()).hasSize(4);
        assertThat(sentimentKeys()).containsExactly("0", "1");
        assertThat(slotsInUse()).isZero();
    }

    @Test
    void shouldGetPastUnreadableRecordsOneBatchATrial() {
        // Given
        openByBadRecords();
        dead.readKeyValuesToList();
        send(0, 4);

        // When
        breaker.tryAgain();
        driver.advanceWallClockTime(WAIT);

        // Then
        assertThat(dead.readKeyValuesToList()).hasSize(4);
        assertThat(sentimentKeys()).isEmpty();
        breaker.tryAgain();
        driver.advanceWallClockTime(WAIT);
        assertThat(sentimentKeys()).containsExactly("0", "1", "2", "3");
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    private void openByBadRecords() {
        for (int i = 0; i < 2 * BATCH; i++) {
            reviews.pipeInput("bad-" + i, "{".getBytes(UTF_8));
        }
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    }

    private void send(int from, int to) {
        for (int i = from; i < to; i++) {
            reviews.pipeInput("" + i, review(i));
        }
    }

    private static byte[] review(int i) {
        return ("{\"id\":\"" + i + "\",\"text\":\"good\"}").getBytes(UTF_8);
    }

    private List<String> sentimentKeys() {
        return sentiments.readRecordsToList().stream().map(TestRecord::key).toList();
    }

    private int slotsInUse() {
        int used = 0;
        try (var all =
                driver.<Integer, SourceRecord>getKeyValueStore(BatchStore.NAME).all()) {
            for (; all.hasNext(); all.next()) {
                used++;
            }
        }
        return used;
    }

    private TopologyTestDriver driver() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        return new TopologyTestDriver(
                ScoringTopology.build(
                        TestConfigs.of(TopicsConfig.class, Map.of()),
                        config,
                        () -> scorer,
                        breaker,
                        new ScoringMetrics(registry, InstantSource.fixed(WRITTEN)),
                        StreamTracing.OFF,
                        new OutputLimit(_ -> 4 << 20)),
                properties);
    }
}
