package dev.verdict.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.stream.BreakableStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Two instances of the packaged program, each a process, and a broker that is another one; 20,000 reviews flow while something
 * breaks. Whatever it is, every review has one verdict or one dead letter in the end.
 */
@Tag("faults")
class FaultsIT {
    private static final int REVIEWS = 20_000;
    /** Whoever leaves in order must not be waited for like one that died, whatever else the machine does. */
    private static final long SESSION_TIMEOUT_MILLIS = 6_000;

    private static final Map<String, String> DEFAULTS = Map.of();
    private static final List<FaultResult> RESULTS = new CopyOnWriteArrayList<>();
    private static final Path LOGS = Path.of("target", "faults").toAbsolutePath();

    /** For comparisons: options of the instances' JVMs, such as settings of Kafka Streams. */
    private static final List<String> OPTIONS = Stream.of(
                    System.getProperty("faults.options", "").split(" "))
            .filter(option -> !option.isEmpty())
            .toList();

    @TempDir
    static Path brokerFolder;

    private static FaultBroker broker;

    @BeforeAll
    static void placeBroker() throws Exception {
        Files.createDirectories(LOGS);
        broker = new FaultBroker(brokerFolder);
    }

    @BeforeEach
    void startBrokerIfGone() throws Exception {
        broker.startIfGone();
    }

    @AfterAll
    static void stopBrokerAndReport() throws Exception {
        broker.close();
        FaultTable.write(RESULTS, Path.of("target", "faults.json"));
    }

    @Test
    void shouldLoseAndDoubleNothingWhenInstancesAreKilledInMidBatch() throws Exception {
        // So that a batch is nearly always waiting.
        try (var stage = stage("kill", Map.of("VERDICT_STREAM_BATCH_WAIT_MILLIS", "100"))) {
            var instances = new ArrayList<>(twoReady(stage));
            var flow = stage.flow(REVIEWS, 500, ReviewFlow::review);

            for (int kills = 0; kills < 4; kills++) {
                flow.awaitSent(1_500 + kills * 4_500);
                instances.removeFirst().kill();
                instances.add(stage.start("after-kill"));
            }

            assertSound(stage.finish("an instance is killed in mid-batch, four times"));
        }
    }

    @Test
    void shouldPauseBrieflyWhenInstanceStops() throws Exception {
        try (var stage = stage("stop", DEFAULTS)) {
            List<Instance> instances = twoReady(stage);
            var flow = stage.flow(REVIEWS, 1_250, ReviewFlow::review);

            flow.awaitSent(7_000);
            instances.getFirst().stop();

            FaultResult result = stage.finish("an instance stops");
            assertSound(result);
            assertThat(result.longestPauseMillis()).isLessThan(SESSION_TIMEOUT_MILLIS);
        }
    }

    @Test
    void shouldPauseBrieflyWhenInstancesRestartOneAfterTheOther() throws Exception {
        try (var stage = stage("rolling", DEFAULTS)) {
            List<Instance> instances = twoReady(stage);
            var flow = stage.flow(REVIEWS, 800, ReviewFlow::review);

            flow.awaitSent(2_500);
            for (Instance instance : instances) {
                instance.stop();
                stage.start("restarted").awaitReady();
            }

            FaultResult result = stage.finish("all instances restart, one after the other");
            assertSound(result);
            assertThat(result.longestPauseMillis()).isLessThan(SESSION_TIMEOUT_MILLIS);
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenBrokerRestarts() throws Exception {
        try (var stage = stage("broker-restart", DEFAULTS)) {
            twoReady(stage);
            var flow = stage.flow(REVIEWS, 1_000, ReviewFlow::review);

            flow.awaitSent(5_000);
            broker.stop();
            broker.start();

            assertSound(stage.finish("the broker restarts"));
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenBrokerIsGoneFor30Seconds() throws Exception {
        int perSecond = 500;
        try (var stage = stage("broker-gone", DEFAULTS)) {
            twoReady(stage);
            var flow = stage.flow(REVIEWS, perSecond, ReviewFlow::review);

            flow.awaitSent(2_000);
            broker.kill();
            flow.awaitSent(2_000 + 30 * perSecond);
            broker.start();

            assertSound(stage.finish("the broker is killed and gone for 30 s"));
        }
    }

    @Test
    void shouldShareWorkWhenThirdInstanceJoinsAndLeaves() throws Exception {
        try (var stage = stage("third", DEFAULTS)) {
            twoReady(stage);
            stage.ageChangelog();
            var flow = stage.flow(REVIEWS, 400, ReviewFlow::review); // for longer than it takes the third to start

            flow.awaitSent(2_000);
            stage.start("third").awaitReady().awaitScored(1_000).stop();

            FaultResult result = stage.finish("a third instance joins and leaves");
            assertSound(result);
            assertThat(result.longestPauseMillis()).isLessThan(SESSION_TIMEOUT_MILLIS);
        }
    }

    @Test
    void shouldSetPoisonApartWhenItComesAmongGoodReviews() throws Exception {
        byte[] poison = "{\"id\": \"7\", \"text\": ".getBytes(UTF_8);
        try (var stage = stage("poison", DEFAULTS)) {
            twoReady(stage);

            stage.flow(REVIEWS, 1_250, number -> number % 100 == 99 ? poison : ReviewFlow.review(number));

            FaultResult result = stage.finish("every hundredth record is poison");
            assertSound(result);
            assertThat(result.dead()).isEqualTo(REVIEWS / 100);
        }
    }

    @Test
    void shouldScoreRecordOf2MegabytesWhenItComesAmongOthers() throws Exception {
        String large = "a good film ".repeat((2 << 20) / 12);
        try (var stage = stage("large", DEFAULTS)) {
            twoReady(stage);

            stage.flow(
                    REVIEWS,
                    1_250,
                    number -> number % 4_000 == 2_000 ? ReviewFlow.review(number, large) : ReviewFlow.review(number));

            FaultResult result = stage.finish("five records have 2 MB");
            assertSound(result);
            assertThat(result.dead()).isZero();
        }
    }

    @Test
    void shouldLoseNothingWhenStateDirectoryIsUnwritable() throws Exception {
        // Where not even root can make a folder.
        Path unwritable = Path.of("/proc/verdict");
        try (var stage = stage("unwritable", DEFAULTS)) {
            stage.start("sound").awaitReady();
            Instance instance = stage.start(
                    "unwritable", "-Dkafka-streams.state.dir=" + unwritable, "-Djava.io.tmpdir=" + unwritable);
            instance.awaitReady();
            stage.flow(REVIEWS, 1_250, ReviewFlow::review);

            instance.awaitScored(1_000);

            FaultResult result = stage.finish("state directory and temporary folder are unwritable");
            assertSound(result);
        }
    }

    @Test
    void shouldPauseBrieflyWhenStreamThreadDiesAgainAndAgain() throws Exception {
        try (var stage = stage("thread", DEFAULTS)) {
            stage.start("sound").awaitReady();
            BreakableStream stream = stage.join();
            var flow = stage.flow(REVIEWS, 800, ReviewFlow::review);

            for (int crashes = 0; crashes < 6; crashes++) {
                flow.awaitSent(1_000 + crashes * 3_000);
                stream.crash();
            }

            FaultResult result = stage.finish("a stream thread dies, six times");
            assertSound(result);
            assertThat(result.longestPauseMillis()).isLessThan(SESSION_TIMEOUT_MILLIS);
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenClockJumps() throws Exception {
        try (var stage = stage("clock", DEFAULTS)) {
            var clock = SystemClock.inFolder(stage.folder());
            stage.start("sound").awaitReady();
            Instance jumping = stage.start("jumping", clock).awaitReady();
            var flow = stage.flow(REVIEWS, 800, ReviewFlow::review);

            flow.awaitSent(3_000);
            clock.setOff(Duration.ofHours(1));
            jumping.awaitLive(true); // as an orchestrator's probes do
            flow.awaitSent(8_000);
            clock.setOff(Duration.ofHours(-1));
            jumping.awaitLive(false);
            jumping.kill();
            stage.start("restarted").awaitReady();

            assertSound(stage.finish("an instance's clock jumps an hour ahead, then two back"));
        }
    }

    private static Stage stage(String name, Map<String, String> settings) throws Exception {
        return new Stage(broker, LOGS, name, settings, OPTIONS);
    }

    private static List<Instance> twoReady(Stage stage) throws Exception {
        List<Instance> instances = List.of(stage.start("first"), stage.start("second"));
        for (Instance instance : instances) {
            instance.awaitReady();
        }
        return instances;
    }

    private static void assertSound(FaultResult result) {
        RESULTS.add(result);
        result.assertSound();
    }
}
