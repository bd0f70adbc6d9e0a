package dev.verdict.retraining;

import dev.verdict.dataset.DatasetException;
import dev.verdict.model.InvalidModelException;
import dev.verdict.model.ModelCard;
import dev.verdict.retraining.TrainingRun.Progress;
import dev.verdict.retraining.TrainingRun.Status;
import dev.verdict.training.TrainingException;
import dev.verdict.training.TrainingProgress;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One run in the hands of a trainer: does it on one thread, and writes an event whenever there is something to tell. May be
 * ended from another thread; nothing is written after its end.
 */
final class RunExecution implements Runnable, TrainingProgress {
    private static final Logger LOG = Logger.getLogger(RunExecution.class);
    private static final Duration PROGRESS_PERIOD = Duration.ofSeconds(1);

    private final RunWork work;
    private final Consumer<TrainingRun> events;
    private final InstantSource clock;
    private final int batchSize;

    private TrainingRun run; // guarded by this, as is isOver
    private boolean isOver;

    private final List<ModelCard.Epoch> epochs;
    private Instant trainingSince;
    private int epochsBefore;
    private int epoch;
    private int epochCount;
    private int reviews;

    /** What ends the work from inside its callbacks. */
    private static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedException() {
            super("the run has ended", null, false, false);
        }
    }

    /**
     * @param run as it was taken
     * @param events where each state goes; what it throws ends the run without a further event
     */
    RunExecution(TrainingRun run, RunWork work, int batchSize, Consumer<TrainingRun> events, InstantSource clock) {
        this.run = run;
        this.epochs = new ArrayList<>(run.epochs());
        this.work = work;
        this.batchSize = batchSize;
        this.events = events;
        this.clock = clock;
    }

    synchronized String id() {
        return run.id();
    }

    synchronized boolean isOver() {
        return isOver;
    }

    /** Says that the trainer is there, unless that was said a moment ago. */
    synchronized void beat() {
        if (!isOver && run.changedAt().plus(TrainingRun.HEARTBEAT).isBefore(clock.instant())) {
            tell(now -> now.with(now.progress(), now.epochs(), clock.instant()));
        }
    }

    /** Ends it for good; the work stops at its next callback. */
    void cancel(String by) {
        end(Status.CANCELLED, "cancelled by " + by);
    }

    /** Leaves it to the next trainer, who goes on after the last epoch. */
    void leave() {
        end(Status.WAITING, "its trainer was stopped; the next one goes on with it");
    }

    /** Without an event: another trainer has it. */
    synchronized void forget() {
        isOver = true;
    }

    @Override
    public void run() {
        TrainingRequest request;
        synchronized (this) {
            request = run.request();
        }
        try {
            RunWork.Outcome outcome = work.train(request, this);
            tell(now -> now.with(now.progress().publishing(), now.epochs(), clock.instant()));
            RunWork.Publication publication = outcome.publish();
            synchronized (this) {
                tell(now -> now.succeeded(publication.model(), publication.detail(), clock.instant()));
                isOver = true;
            }
            LOG.infof("Training run %s came to model %s: %s", request.id(), publication.model(), publication.detail());
        } catch (EndedException _) {
            LOG.infof("Training run %s was ended", request.id());
        } catch (DatasetException | TrainingException | InvalidModelException | RunWork.RefusedException e) {
            fail(request, e.getMessage());
        } catch (IOException e) {
            fail(request, "the run's state cannot be kept: " + e);
        } catch (RuntimeException | Error e) { // of ours, or of the machine: no memory, no native library
            LOG.errorf(e, "Training run %s failed", request.id());
            fail(request, e.toString());
        } finally {
            if (hasEnded()) {
                work.discard(request.id());
            }
        }
    }

    private synchronized boolean hasEnded() {
        return run.status().isEnd();
    }

    @Override
    public void epochStarted(int epoch, int epochs, int reviews) {
        if (trainingSince == null) {
            trainingSince = clock.instant();
            epochsBefore = epoch - 1;
            this.epochs.removeIf(row -> row.epoch() >= epoch); // what an earlier trainer did and this one does again
        }
        this.epoch = epoch;
        this.epochCount = epochs;
        this.reviews = reviews;
        tell(now -> now.with(progress(0, 0, 0), List.copyOf(this.epochs), clock.instant()));
    }

    @Override
    public void batchDone(int reviewsDone, double loss, double accuracy) {
        synchronized (this) {
            requireGoingOn();
            if (run.changedAt().plus(PROGRESS_PERIOD).isAfter(clock.instant())) {
                return;
            }
        }
        tell(now -> now.with(progress(reviewsDone, loss, accuracy), List.copyOf(epochs), clock.instant()));
    }

    @Override
    public void epochDone(ModelCard.Epoch row) {
        epochs.add(row);
        tell(now -> now.with(progress(reviews, row.loss(), row.accuracy()), List.copyOf(epochs), clock.instant()));
    }

    private Progress progress(int reviewsDone, double loss, double accuracy) {
        return new Progress(
                "TRAINING",
                epoch,
                epochCount,
                Math.ceilDiv(reviewsDone, batchSize),
                Math.ceilDiv(reviews, batchSize),
                loss,
                accuracy,
                etaSeconds(reviewsDone));
    }

    private long etaSeconds(int reviewsDone) {
        long done = (long) (epoch - 1 - epochsBefore) * reviews + reviewsDone;
        long left = (long) (epochCount - epochsBefore) * reviews - done;
        double seconds = Duration.between(trainingSince, clock.instant()).toMillis() / 1000.0;
        return done == 0 ? -1 : Math.round(seconds * left / done);
    }

    private void fail(TrainingRequest request, String reason) {
        LOG.warnf("Training run %s failed: %s", request.id(), reason);
        end(Status.FAILED, reason);
    }

    private synchronized void end(Status status, String detail) {
        if (!isOver) {
            try {
                tell(now -> now.to(status, clock.instant(), detail));
            } finally {
                isOver = true;
            }
        }
    }

    private synchronized void tell(UnaryOperator<TrainingRun> change) {
        requireGoingOn();
        TrainingRun next = change.apply(run);
        events.accept(next);
        run = next;
    }

    private synchronized void requireGoingOn() {
        if (isOver) {
            throw new EndedException();
        }
    }
}
