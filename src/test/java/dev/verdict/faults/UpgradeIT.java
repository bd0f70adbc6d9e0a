package dev.verdict.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Instances of an earlier program give way to this one's, one at a time while reviews flow, and one comes back. */
@Tag("upgrade")
class UpgradeIT {
    private static final int REVIEWS = 20_000;
    private static final int SUBJECTS = 40; // so that each partition has some
    /** So slow that reviews still flow when the last instance has been replaced. */
    private static final int PER_SECOND = 125;

    private static final int SHARE_OF_WORK = 200; // reviews
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path LOGS = Path.of("target", "faults").toAbsolutePath();

    @TempDir
    static Path brokerFolder;

    private static Path previous;
    private static FaultBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        String folder = System.getProperty("verdict.previous");
        assertThat(folder)
                .as("the property verdict.previous names the program to come from; scripts/test --upgrade-from sets it")
                .isNotNull();
        previous = Path.of(folder);
        broker = new FaultBroker(brokerFolder);
        broker.start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenInstancesAreReplacedAndOneComesBack() throws Exception {
        String rollups = "upgrade.rollups";
        try (var stage = new Stage(broker, LOGS, "upgrade", Map.of("VERDICT_TOPICS_ROLLUPS", rollups), List.of())) {
            // Given
            Instance first = stage.startProgram(previous, "previous");
            Instance second = stage.startProgram(previous, "previous");
            first.awaitReady();
            second.awaitReady();
            var flow = stage.flow(REVIEWS, PER_SECOND, UpgradeIT::review);
            flow.awaitSent(2_000);

            // When
            replace(first, stage.start("new"));
            Instance last = stage.start("new");
            replace(second, last);
            replace(last, stage.startProgram(previous, "back"));

            // Then
            assertThat(flow.isSending()).as("reviews flow to the end").isTrue();
            flow.awaitSent(REVIEWS);
            try (var counts = new SubjectCounts(broker.bootstrapServers(), rollups)) {
                await().atMost(PATIENCE)
                        .until(() -> counts.readToEnd().values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum()
                                >= REVIEWS);
                FaultResult result = stage.finish("instances are replaced, one comes back");
                result.assertSound();
                assertThat(result.verdicts()).isEqualTo(REVIEWS);
                assertThat(counts.readToEnd()).isEqualTo(reviewsOfEachSubject());
            }
        }
    }

    /** As an orchestrator does: the next one has its share of the work before the other leaves. */
    private static void replace(Instance leaving, Instance next) throws Exception {
        next.awaitReady().awaitScored(SHARE_OF_WORK);
        leaving.stop();
    }

    private static byte[] review(int number) {
        return "{\"id\": \"%d\", \"subject\": \"%s\", \"text\": \"a good film, seen %d times\"}"
                .formatted(number, subject(number), number)
                .getBytes(UTF_8);
    }

    private static String subject(int number) {
        return "film " + number % SUBJECTS;
    }

    private static Map<String, Integer> reviewsOfEachSubject() {
        var expected = new TreeMap<String, Integer>();
        for (int number = 0; number < REVIEWS; number++) {
            expected.merge(subject(number), 1, Integer::sum);
        }
        return expected;
    }
}
