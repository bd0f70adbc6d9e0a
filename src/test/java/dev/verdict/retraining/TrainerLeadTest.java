package dev.verdict.retraining;

import static dev.verdict.retraining.TestRuns.NOON;
import static dev.verdict.retraining.TestRuns.request;
import static dev.verdict.retraining.TestRuns.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.dataset.DatasetException;
import dev.verdict.model.ModelCard;
import dev.verdict.retraining.RunWork.Publication;
import dev.verdict.retraining.TrainingRun.Progress;
import dev.verdict.retraining.TrainingRun.Status;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The trainer's decisions, with work that is done when the test says so. */
class TrainerLeadTest {
    private static final ModelCard.Epoch ROW = new ModelCard.Epoch(1, 0.5, 0.75, 0.6, 0.7);

    private Instant now = NOON;
    private final TrainingRuns runs = new TrainingRuns(() -> now);
    private final List<TrainingRun> events = new ArrayList<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private RunWork work = (_, _) -> () -> new Publication("model-1", "it scores now");
    private final TrainerLead lead = new TrainerLead(
            "me", runs, (request, progress) -> work.train(request, progress), 32, this::write, waiting::add, () -> now);

    @Test
    void shouldTakeRunAndPublishWhatComesOfIt() {
        // Given
        work = (_, progress) -> {
            progress.epochStarted(1, 3, 100);
            progress.epochDone(ROW);
            return () -> new Publication("model-1", "it scores now");
        };

        // When
        lead.consider(request("a"));
        waiting.remove().run();

        // Then
        assertThat(statuses("a")).startsWith(Status.RUNNING).endsWith(Status.SUCCEEDED);
        TrainingRun last = events.getLast();
        assertThat(last.model()).isEqualTo("model-1");
        assertThat(last.detail()).isEqualTo("it scores now");
        assertThat(last.epochs()).containsExactly(ROW);
        assertThat(last.trainer()).isEqualTo("me");
        assertThat(last.attempt()).isEqualTo(1);
    }

    @Test
    void shouldTellHowFarItIsAtMostOnceASecond() {
        // Given
        work = (_, progress) -> {
            progress.epochStarted(1, 2, 320);
            progress.batchDone(32, 0.7, 0.5);
            now = now.plusMillis(1001);
            progress.batchDone(64, 0.6, 0.75);
            progress.batchDone(96, 0.5, 0.75);
            throw new DatasetException("enough");
        };

        // When
        lead.consider(request("a"));
        waiting.remove().run();

        // Then
        assertThat(events.stream().map(TrainingRun::progress).distinct())
                .containsExactly(
                        Progress.loading(3),
                        new Progress("TRAINING", 1, 2, 0, 10, 0, 0, -1),
                        // 64 of 640 reviews in 1.001 s: 9.009 s for the rest
                        new Progress("TRAINING", 1, 2, 2, 10, 0.6, 0.75, 9));
    }

    @Test
    void shouldRefuseRunWhenAnotherIsUnderWay() {
        // Given
        lead.consider(request("a"));

        // When
        lead.consider(request("b"));

        // Then
        assertThat(statuses("b")).containsExactly(Status.REFUSED);
        assertThat(waiting).hasSize(1);
    }

    @Test
    void shouldRefuseRunWhenOneOfADeadTrainerIsToBeTakenFirst() {
        // Given
        write(running("a", 1, NOON));

        // When
        lead.consider(request("b"));
        lead.consider(request("a"));

        // Then
        assertThat(statuses("b")).containsExactly(Status.REFUSED);
        assertThat(events.getLast().id()).isEqualTo("a");
        assertThat(events.getLast().attempt()).isEqualTo(2);
    }

    @Test
    void shouldKeepRowsOfEpochsThatAreNotDoneAgain() {
        // Given
        var second = new ModelCard.Epoch(2, 0.4, 0.8, 0.5, 0.8);
        write(running("a", 1, NOON).with(Progress.loading(3), List.of(ROW, second), NOON));
        work = (_, progress) -> {
            progress.epochStarted(2, 3, 100);
            return () -> new Publication("model-1", "");
        };

        // When
        lead.consider(request("a"));
        waiting.remove().run();

        // Then
        assertThat(events.getLast().epochs()).containsExactly(ROW);
    }

    @Test
    void shouldPassOverRunsThatHaveEndedWhenRequestsAreReadAgain() {
        // Given
        lead.consider(request("a"));
        waiting.remove().run();
        int before = events.size();

        // When
        lead.consider(request("a"));

        // Then
        assertThat(events).hasSize(before);
        assertThat(waiting).isEmpty();
    }

    @Test
    void shouldGiveRunUpWhenSeveralTrainersDiedOfIt() {
        // Given
        write(running("a", TrainerLead.MAX_ATTEMPTS, NOON));

        // When
        lead.consider(request("a"));

        // Then
        assertThat(events.getLast().status()).isEqualTo(Status.FAILED);
        assertThat(events.getLast().detail()).contains("3 trainers");
    }

    @Test
    void shouldNotCountTrainersThatWereStopped() {
        // Given
        write(running("a", TrainerLead.MAX_ATTEMPTS, NOON).to(Status.WAITING, NOON, "stopped"));

        // When
        lead.consider(request("a"));

        // Then
        assertThat(events.getLast().status()).isEqualTo(Status.RUNNING);
        assertThat(events.getLast().attempt()).isEqualTo(TrainerLead.MAX_ATTEMPTS);
    }

    @Test
    void shouldEndRunAtOnceWhenItIsCancelled() {
        // Given
        work = (_, progress) -> {
            progress.epochStarted(1, 3, 100);
            lead.consider(request("a").cancelled("bob"));
            progress.batchDone(32, 0.7, 0.5);
            throw new AssertionError("the work goes on");
        };

        // When
        lead.consider(request("a"));
        waiting.remove().run();

        // Then
        assertThat(statuses("a")).containsExactly(Status.RUNNING, Status.RUNNING, Status.CANCELLED);
        assertThat(events.getLast().detail()).contains("bob");
        lead.consider(request("b"));
        assertThat(events.getLast().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void shouldCancelRunThatNobodyTook() {
        // When
        lead.consider(request("a").cancelled("bob"));

        // Then
        assertThat(statuses("a")).containsExactly(Status.CANCELLED);
        assertThat(waiting).isEmpty();
    }

    @Test
    void shouldSayWhyRunFailed() {
        // Given
        work = (_, _) -> {
            throw new DatasetException("reviews.csv, line 3: the text is empty");
        };

        // When
        lead.consider(request("a"));
        waiting.remove().run();

        // Then
        assertThat(events.getLast().status()).isEqualTo(Status.FAILED);
        assertThat(events.getLast().detail()).isEqualTo("reviews.csv, line 3: the text is empty");
    }

    @Test
    void shouldLeaveRunToNextTrainerWhenItIsStopped() {
        // Given
        work = (_, progress) -> {
            lead.leave();
            progress.epochStarted(1, 3, 100);
            throw new AssertionError("the work goes on");
        };

        // When
        lead.consider(request("a"));
        waiting.remove().run();

        // Then
        assertThat(statuses("a")).containsExactly(Status.RUNNING, Status.WAITING);
    }

    @Test
    void shouldWriteNothingMoreWhenAnotherTrainerHasTheLead() {
        // Given
        work = (_, _) -> {
            lead.forget();
            return () -> new Publication("model-1", "");
        };

        // When
        lead.consider(request("a"));
        waiting.remove().run();

        // Then
        assertThat(statuses("a")).containsExactly(Status.RUNNING);
    }

    @Test
    void shouldSayThatItIsThereWhileThereIsNothingElseToTell() {
        // Given
        lead.consider(request("a"));

        // When
        now = now.plus(TrainingRun.HEARTBEAT);
        lead.beat();
        int early = events.size();
        now = now.plus(Duration.ofMillis(1));
        lead.beat();

        // Then
        assertThat(early).isEqualTo(1);
        assertThat(events).hasSize(2);
        assertThat(events.getLast().changedAt()).isEqualTo(now);
    }

    private void write(TrainingRun run) {
        events.add(run);
        runs.changed(run);
    }

    private List<Status> statuses(String id) {
        return events.stream()
                .filter(run -> run.id().equals(id))
                .map(TrainingRun::status)
                .toList();
    }
}
