package dev.verdict.retraining;

import static dev.verdict.retraining.TestRuns.NOON;
import static dev.verdict.retraining.TestRuns.request;
import static dev.verdict.retraining.TestRuns.running;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.retraining.TrainingRun.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class TrainingRunsTest {
    private Instant now = NOON;
    private final TrainingRuns runs = new TrainingRuns(() -> now);

    @Test
    void shouldKnowRunFromRequestAloneWhenNobodyTookIt() {
        // When
        runs.requested(request("a"));

        // Then
        assertThat(runs.find("a").orElseThrow().status()).isEqualTo(Status.REQUESTED);
        assertThat(runs.find("b")).isEmpty();
    }

    @Test
    void shouldKnowRunFromItsEventAloneWhenThatIsReadFirst() {
        // When
        runs.changed(running("a", 1, NOON));
        runs.requested(request("a"));

        // Then
        assertThat(runs.find("a").orElseThrow().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void shouldNotForgetThatRunShouldEndWhichEverTopicIsReadFirst() {
        // When
        runs.requested(request("a").cancelled("bob"));
        runs.changed(running("a", 1, NOON));
        runs.changed(running("b", 1, NOON));
        runs.requested(request("b").cancelled("bob"));

        // Then
        assertThat(runs.all()).allMatch(run -> run.request().isCancelled());
    }

    @Test
    void shouldSayThatRunWaitsWhenItsTrainerIsSilent() {
        // Given
        runs.changed(running("a", 1, NOON));

        // When
        now = NOON.plus(TrainingRun.SILENCE);
        Status before = runs.find("a").orElseThrow().status();
        now = now.plusMillis(1);

        // Then
        assertThat(before).isEqualTo(Status.RUNNING);
        assertThat(runs.find("a").orElseThrow().status()).isEqualTo(Status.WAITING);
    }

    @Test
    void shouldSayThatRunIsCancelledWhenItShouldEndAndHasNoTrainer() {
        // Given
        runs.requested(request("untaken").cancelled("bob"));
        runs.changed(running("abandoned", 1, NOON));
        runs.requested(request("abandoned").cancelled("bob"));

        // When
        now = NOON.plus(TrainingRun.SILENCE).plusMillis(1);

        // Then
        assertThat(runs.all()).extracting(TrainingRun::status).containsOnly(Status.CANCELLED);
    }

    @Test
    void shouldFindRunThatWasAskedForEarlierAndHasNotEnded() {
        // Given
        runs.requested(request("ended"));
        runs.changed(running("ended", 1, NOON).to(Status.FAILED, NOON, "why not"));
        runs.requested(request("first"));
        runs.requested(request("second"));

        // Then
        assertThat(runs.firstUnderWayBefore("second").map(TrainingRun::id)).contains("first");
        assertThat(runs.firstUnderWayBefore("first")).isEmpty();
        assertThat(runs.firstUnderWayBefore("unknown").map(TrainingRun::id)).contains("first");
    }

    @Test
    void shouldTellLatestRunFirst() {
        // When
        runs.requested(request("a"));
        runs.requested(request("b"));

        // Then
        assertThat(runs.all()).extracting(TrainingRun::id).containsExactly("b", "a");
    }

    @Test
    void shouldTellListenersUntilTheyHaveHeardEnough() {
        // Given
        List<Status> heard = new ArrayList<>();
        Runnable enough = runs.listen(run -> heard.add(run.status()));

        // When
        runs.requested(request("a"));
        runs.changed(running("a", 1, NOON));
        enough.run();
        runs.changed(running("a", 1, NOON).to(Status.FAILED, NOON, "why not"));

        // Then
        assertThat(heard).containsExactly(Status.REQUESTED, Status.RUNNING);
    }

    @Test
    void shouldReadWhatItWrote() {
        // Given
        TrainingRun run = running("a", 2, NOON).to(Status.FAILED, NOON, "why not");
        var request = new TrainingRequest(
                "b", "alice", NOON, 3, -7, new TrainingData.Labelled(NOON, true), "20261123T204500Z-0a1b2c3d", "bob");

        // Then
        assertThat(RunJson.read(RunJson.write(run), TrainingRun.class)).contains(run);
        assertThat(RunJson.read(RunJson.write(request), TrainingRequest.class)).contains(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1}",
                "[]",
                "null",
                "",
                "{\"id\":\"../../etc\",\"by\":\"mallory\",\"at\":\"2026-11-25T12:00:00Z\",\"epochs\":1,\"seed\":1,"
                        + "\"data\":{\"kind\":\"imdb\"}}",
                "{\"id\":\"a\",\"by\":\"mallory\",\"at\":\"2026-11-25T12:00:00Z\",\"epochs\":-1,\"seed\":1,"
                        + "\"data\":{\"kind\":\"imdb\"}}",
                "{\"id\":\"a\",\"by\":\"mallory\",\"at\":\"2026-11-25T12:00:00Z\",\"epochs\":1,\"seed\":1,"
                        + "\"data\":{\"kind\":\"java.lang.Runtime\"}}"
            })
    void shouldPassOverRecordsThatAreNone(String record) {
        assertThat(RunJson.read(record.getBytes(UTF_8), TrainingRequest.class)).isEmpty();
        assertThat(RunJson.read(record.getBytes(UTF_8), TrainingRun.class)).isEmpty();
    }
}
