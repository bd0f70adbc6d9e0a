package dev.verdict.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.verdict.review.Label;
import dev.verdict.review.Sentiment;
import dev.verdict.stream.TestConfigs;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

class PartitionViewTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MINIMUM = 5;
    // A difference of means of a few numbers: far more than their rounding errors.
    private static final double TOLERANCE = 1e-12;

    private final RollupSettings settings = RollupSettings.of(TestConfigs.of(RollupConfig.class, Map.of()));
    private final RollupWindow hours = settings.windows().get(1);
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> sentiments;

    @BeforeEach
    void startDriver() {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        var metrics = new RollupMetrics(new SimpleMeterRegistry(), settings.windows());
        TopicsConfig topics = TestConfigs.of(TopicsConfig.class, Map.of());
        driver = new TopologyTestDriver(
                RollupTopology.build(topics, settings, metrics, () -> NOON.plus(Duration.ofDays(9))), config, NOON);
        sentiments = driver.createInputTopic("sentiments", new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @Test
    void shouldTellWindowsInOrderOfTimeWhenSomeAreEmpty() {
        // Given
        send("Ikiru", 0.9, 2, NOON);
        send("Ikiru", 0.1, 1, NOON.plus(HOUR.multipliedBy(3)));

        // When
        HeldHistory history = view().history("Ikiru", NOON, NOON.plus(HOUR.multipliedBy(3)));

        // Then
        assertThat(history.total()).isEqualTo(new Rollup(3, 2, 0.9 + 0.9 + 0.1));
        assertThat(history.windows())
                .containsExactly(
                        new HeldWindow(NOON.toEpochMilli(), new Rollup(2, 2, 1.8)),
                        new HeldWindow(NOON.plus(HOUR.multipliedBy(3)).toEpochMilli(), new Rollup(1, 0, 0.1)));
        assertThat(history.behind()).isNull();
    }

    @Test
    void shouldTellOnlyWindowsThatBeginWithinWhenBordersAreGiven() {
        // Given
        for (int hour = 0; hour < 4; hour++) {
            send("Ikiru", 0.5, 1, NOON.plus(HOUR.multipliedBy(hour)));
        }

        // When
        HeldHistory history = view().history("Ikiru", NOON.plus(HOUR), NOON.plus(HOUR.multipliedBy(2)));

        // Then
        assertThat(history.windows())
                .extracting(HeldWindow::start)
                .containsExactly(
                        NOON.plus(HOUR).toEpochMilli(),
                        NOON.plus(HOUR.multipliedBy(2)).toEpochMilli());
    }

    @Test
    void shouldTellNothingWhenSubjectIsUnknown() {
        // When
        HeldHistory history = view().history("Ran", NOON, NOON);

        // Then
        assertThat(history).isEqualTo(new HeldHistory(Rollup.NONE, List.of(), null));
    }

    @Test
    void shouldListMostReviewedFirstAndEqualOnesByName() {
        // Given
        send("Ran", 0.5, 2, NOON);
        send("Ikiru", 0.5, 3, NOON);
        send("Amarcord", 0.5, 2, NOON);

        // When
        List<HeldSubject> listed = list(SubjectOrder.REVIEWED, SubjectCursor.START, 10);

        // Then
        assertThat(listed).extracting(HeldSubject::subject).containsExactly("Ikiru", "Amarcord", "Ran");
    }

    @Test
    void shouldListImprovedAndWorsenedByTheirChangeWhenBothWindowsHaveEnough() {
        // Given
        send("much better", 0.1, MINIMUM, NOON);
        send("better", 0.3, MINIMUM, NOON);
        send("same", 0.5, MINIMUM, NOON);
        send("worse", 0.9, MINIMUM, NOON);
        send("too few before", 0.1, MINIMUM - 1, NOON);
        send("too few after", 0.1, MINIMUM, NOON);
        send("much better", 0.9, MINIMUM, NOON.plus(HOUR));
        send("better", 0.6, MINIMUM, NOON.plus(HOUR));
        send("same", 0.5, MINIMUM, NOON.plus(HOUR));
        send("worse", 0.2, MINIMUM, NOON.plus(HOUR));
        send("too few before", 0.9, MINIMUM, NOON.plus(HOUR));
        send("too few after", 0.9, MINIMUM - 1, NOON.plus(HOUR));
        send("only now", 0.9, MINIMUM, NOON.plus(HOUR));

        // When
        List<HeldSubject> improved = list(SubjectOrder.IMPROVED, SubjectCursor.START, 10);
        List<HeldSubject> worsened = list(SubjectOrder.WORSENED, SubjectCursor.START, 10);

        // Then
        assertThat(improved).extracting(HeldSubject::subject).containsExactly("much better", "better");
        assertThat(improved.getFirst().change()).isCloseTo(0.8, within(TOLERANCE));
        assertThat(worsened).extracting(HeldSubject::subject).containsExactly("worse");
        assertThat(worsened.getFirst().change()).isCloseTo(-0.7, within(TOLERANCE));
    }

    @Test
    void shouldNotCompareWindowThatHasNotEnded() {
        // Given
        send("Ikiru", 0.1, MINIMUM, NOON.plus(HOUR));
        send("Ikiru", 0.9, MINIMUM, NOON.plus(HOUR.multipliedBy(2)));

        // Then: it is a quarter past two, and the hour before one is empty
        assertThat(list(SubjectOrder.IMPROVED, SubjectCursor.START, 10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldListEachOnceWhenPagesAreFollowed(SubjectOrder order) {
        // Given
        for (int subject = 0; subject < 7; subject++) {
            double sign = order == SubjectOrder.WORSENED ? -1 : 1;
            double change = sign * (1 + subject / 2) / 10.0; // two of each
            send("s" + subject, 0.5 - change / 2, MINIMUM, NOON);
            send("s" + subject, 0.5 + change / 2, MINIMUM, NOON.plus(HOUR));
        }

        // When
        var seen = new ArrayList<String>();
        SubjectCursor cursor = SubjectCursor.START;
        List<HeldSubject> page = list(order, cursor, 3);
        while (!page.isEmpty()) {
            List<HeldSubject> shown = page.subList(0, Math.min(3, page.size()));
            shown.forEach(subject -> seen.add(subject.subject()));
            cursor = SubjectCursor.parse(shown.getLast().place().toString()).orElseThrow();
            page = list(order, cursor, 3);
        }

        // Then
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void shouldTellLatestWindowsOfEachSubjectWhenHistoryIsAskedFor() {
        // Given
        for (int hour = -3; hour <= 2; hour++) {
            send("Ikiru", 0.5, 1, NOON.plus(HOUR.multipliedBy(hour)));
        }

        // When
        HeldSubject listed = view().subjects(query(SubjectOrder.REVIEWED, SubjectCursor.START, 1, 2), hours, MINIMUM)
                .getFirst();

        // Then: the one that goes on, and two before
        assertThat(listed.windows())
                .extracting(HeldWindow::start)
                .containsExactly(
                        NOON.toEpochMilli(),
                        NOON.plus(HOUR).toEpochMilli(),
                        NOON.plus(HOUR.multipliedBy(2)).toEpochMilli());
    }

    private List<HeldSubject> list(SubjectOrder order, SubjectCursor after, int limit) {
        return view().subjects(query(order, after, limit, 0), hours, MINIMUM);
    }

    private SubjectQuery query(SubjectOrder order, SubjectCursor after, int limit, int history) {
        Instant now = NOON.plus(HOUR.multipliedBy(2)).plus(Duration.ofMinutes(15));
        return new SubjectQuery(order, hours.name(), now, after, limit, history);
    }

    private PartitionView view() {
        return new PartitionView(
                driver.<String, Rollup>getKeyValueStore(RollupStores.ALL_TIME),
                driver.<String, Rollup>getWindowStore(RollupStores.of(hours)),
                null);
    }

    private void send(String subject, double probability, int times, Instant time) {
        byte[] json = new Sentiment("r-1", subject, Label.of(probability), probability, 3, 3, false, "model").toJson();
        for (int i = 0; i < times; i++) {
            sentiments.pipeInput(null, json, time);
        }
    }
}
