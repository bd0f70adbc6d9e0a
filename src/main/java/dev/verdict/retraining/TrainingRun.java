package dev.verdict.retraining;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.verdict.model.ModelCard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A run as its last event tells it; each event tells all of it, so that the last one is enough.
 *
 * @param attempt how many trainers have begun it
 * @param trainer that has it, or had it last; empty while nobody took it
 * @param changedAt when this was so
 * @param epochs a row per epoch done
 * @param model version that it came to; empty until then
 * @param detail a sentence on why it ended so, or what it waits for; empty if there is nothing to say
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrainingRun(
        TrainingRequest request,
        Status status,
        int attempt,
        String trainer,
        Instant changedAt,
        Progress progress,
        List<ModelCard.Epoch> epochs,
        String model,
        String detail) {
    /** A trainer says at least that often that it is there. */
    static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** A trainer that was not heard of for so long is gone. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    /** Where a run stands. */
    public enum Status {
        /** No trainer has taken it yet. */
        REQUESTED,
        RUNNING,
        /** Its trainer has left it; the next one goes on. */
        WAITING,
        SUCCEEDED,
        FAILED,
        CANCELLED,
        /** Another one was under way. */
        REFUSED;

        public boolean isEnd() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == REFUSED;
        }
    }

    /**
     * How far it is.
     *
     * @param phase LOADING, TRAINING or PUBLISHING
     * @param epoch under way, from 1
     * @param batch minibatches of it done
     * @param loss mean over the epoch so far, as is accuracy
     * @param etaSeconds until the last epoch would be done, judged by the time taken so far; negative if not known
     */
    public record Progress(
            String phase,
            int epoch,
            int epochs,
            int batch,
            int batches,
            double loss,
            double accuracy,
            long etaSeconds) {
        static Progress loading(int epochs) {
            return new Progress("LOADING", 0, epochs, 0, 0, 0, 0, -1);
        }

        Progress publishing() {
            return new Progress("PUBLISHING", epoch, epochs, batch, batches, loss, accuracy, 0);
        }
    }

    public TrainingRun {
        if (request == null || status == null || changedAt == null || progress == null) {
            throw new IllegalArgumentException("request, status, changedAt and progress must all be there");
        }
        epochs = epochs == null ? List.of() : List.copyOf(epochs); // what is empty is absent in JSON
        trainer = trainer == null ? "" : trainer;
        model = model == null ? "" : model;
        detail = detail == null ? "" : detail;
    }

    /** As it stands before anybody took it. */
    public static TrainingRun requested(TrainingRequest request) {
        return new TrainingRun(
                request,
                Status.REQUESTED,
                0,
                "",
                request.at(),
                Progress.loading(request.epochs()),
                List.of(),
                "",
                "no trainer has taken it yet");
    }

    public String id() {
        return request.id();
    }

    /**
     * As it looks at that time: a run whose trainer is silent waits for another one, and one that should end and has no trainer
     * has ended.
     */
    public TrainingRun asOf(Instant now) {
        boolean isAlone = status == Status.REQUESTED
                || status == Status.WAITING
                || (status == Status.RUNNING && changedAt.plus(SILENCE).isBefore(now));
        if (!isAlone) {
            return this;
        }
        if (request.isCancelled()) {
            return to(Status.CANCELLED, changedAt, "cancelled by " + request.cancelledBy());
        }
        return status == Status.RUNNING
                ? to(Status.WAITING, changedAt, "its trainer is gone; the next one goes on with it")
                : this;
    }

    TrainingRun with(TrainingRequest request) {
        return new TrainingRun(request, status, attempt, trainer, changedAt, progress, epochs, model, detail);
    }

    TrainingRun to(Status status, Instant at, String detail) {
        return new TrainingRun(request, status, attempt, trainer, at, progress, epochs, model, detail);
    }

    /** A trainer that was stopped in good order has not died of the run. */
    TrainingRun withoutAttemptThatWasLeft() {
        int counted = status == Status.WAITING ? Math.max(0, attempt - 1) : attempt;
        return new TrainingRun(request, status, counted, trainer, changedAt, progress, epochs, model, detail);
    }

    TrainingRun takenBy(String trainer, Instant at) {
        return new TrainingRun(
                request, Status.RUNNING, attempt + 1, trainer, at, Progress.loading(request.epochs()), epochs, "", "");
    }

    TrainingRun with(Progress progress, List<ModelCard.Epoch> epochs, Instant at) {
        return new TrainingRun(request, status, attempt, trainer, at, progress, epochs, model, detail);
    }

    TrainingRun succeeded(String model, String detail, Instant at) {
        return new TrainingRun(request, Status.SUCCEEDED, attempt, trainer, at, progress, epochs, model, detail);
    }
}
