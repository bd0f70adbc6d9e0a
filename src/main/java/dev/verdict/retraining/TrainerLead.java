package dev.verdict.retraining;

import dev.verdict.retraining.TrainingRun.Status;
import org.jboss.logging.Logger;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What the one trainer that has the lead does with requests: takes them one at a time, refuses those that come meanwhile, and
 * goes on with what another left. Used by one thread.
 */
final class TrainerLead {
    private static final Logger LOG = Logger.getLogger(TrainerLead.class);
    /** After so many trainers that died of it, a run is given up. */
    static final int MAX_ATTEMPTS = 3;

    private final String trainer;
    private final TrainingRuns runs;
    private final RunWork work;
    private final int batchSize;
    private final Consumer<TrainingRun> events;
    private final Executor executor;
    private final InstantSource clock;
    private RunExecution current;

    /**
     * @param trainer name of this one
     * @param runs read to their end before each call
     * @param events where the runs' states go
     * @param executor of one thread: a run begins when the one before has let go of it
     */
    TrainerLead(
            String trainer,
            TrainingRuns runs,
            RunWork work,
            int batchSize,
            Consumer<TrainingRun> events,
            Executor executor,
            InstantSource clock) {
        this.trainer = trainer;
        this.runs = runs;
        this.work = work;
        this.batchSize = batchSize;
        this.events = events;
        this.executor = executor;
        this.clock = clock;
    }

    /** A request was read; each one is, from the first on, by every trainer that gets the lead. */
    void consider(TrainingRequest request) {
        TrainingRun run = runs.recorded(request.id())
                .orElseGet(() -> TrainingRun.requested(request))
                .with(request)
                .withoutAttemptThatWasLeft();
        boolean isMine = current != null && !current.isOver() && current.id().equals(run.id());
        if (run.status().isEnd() || (isMine && !request.isCancelled())) {
            return;
        }
        if (isMine) {
            current.cancel(request.cancelledBy());
        } else if (request.isCancelled()) {
            events.accept(run.to(Status.CANCELLED, clock.instant(), "cancelled by " + request.cancelledBy()));
        } else if (isBusyWithAnother(run.id())) {
            events.accept(run.to(Status.REFUSED, clock.instant(), "another run was under way"));
        } else if (run.attempt() >= MAX_ATTEMPTS) {
            events.accept(run.to(
                    Status.FAILED, clock.instant(), "it was given up: " + run.attempt() + " trainers ended during it"));
        } else {
            take(run);
        }
    }

    private boolean isBusyWithAnother(String id) {
        return (current != null && !current.isOver()) || runs.begunBeside(id).isPresent();
    }

    private void take(TrainingRun run) {
        TrainingRun taken = run.takenBy(trainer, clock.instant());
        LOG.infof("Taking training run %s, attempt %d", taken.id(), taken.attempt());
        events.accept(taken);
        current = new RunExecution(taken, work, batchSize, events, clock);
        executor.execute(current);
    }

    /** To be called often. */
    void beat() {
        if (current != null) {
            current.beat();
        }
    }

    /** The trainer is stopped: the next one goes on. */
    void leave() {
        if (current != null) {
            current.leave();
        }
    }

    /** Another trainer has the lead. */
    void forget() {
        if (current != null) {
            current.forget();
        }
    }
}
