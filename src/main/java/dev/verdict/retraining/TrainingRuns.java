package dev.verdict.retraining;

import dev.verdict.retraining.TrainingRun.Status;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * All runs, as the two topics tell them, in the order of their first records. What it knows comes from records that were read
 * back and from nothing else, so every instance knows the same. Thread-safe.
 */
public final class TrainingRuns {
    private final InstantSource clock;
    private final Map<String, TrainingRun> runs = new LinkedHashMap<>();
    private final List<Consumer<TrainingRun>> listeners = new CopyOnWriteArrayList<>();

    TrainingRuns(InstantSource clock) {
        this.clock = clock;
    }

    /** A record of the requests topic was read. */
    void requested(TrainingRequest request) {
        tell(remember(request.id(), Optional.of(request), Optional.empty()));
    }

    /** A record of the events topic was read. */
    void changed(TrainingRun run) {
        tell(remember(run.id(), Optional.empty(), Optional.of(run)));
    }

    private synchronized TrainingRun remember(
            String id, Optional<TrainingRequest> request, Optional<TrainingRun> event) {
        Optional<TrainingRun> known = Optional.ofNullable(runs.get(id));
        TrainingRun run = event.or(() -> known).orElseGet(() -> TrainingRun.requested(request.orElseThrow()));
        // Whichever topic was read first: that somebody wants it to end is not forgotten.
        Optional<TrainingRequest> cancelled =
                request.or(() -> known.map(TrainingRun::request)).filter(TrainingRequest::isCancelled);
        TrainingRun now = cancelled.map(run::with).orElse(run);
        runs.put(id, now);
        return now;
    }

    private void tell(TrainingRun run) {
        TrainingRun seen = run.asOf(clock.instant());
        listeners.forEach(listener -> listener.accept(seen));
    }

    /** The run as it looks now. */
    public Optional<TrainingRun> find(String id) {
        return recorded(id).map(run -> run.asOf(clock.instant()));
    }

    /** All of them as they look now, the latest first. */
    public List<TrainingRun> all() {
        Instant now = clock.instant();
        List<TrainingRun> all = new ArrayList<>();
        synchronized (this) {
            runs.values().forEach(run -> all.addFirst(run.asOf(now)));
        }
        return all;
    }

    /** The first run that has not ended, of those that were asked for before the given one; before all others, if it is not known. */
    public Optional<TrainingRun> firstUnderWayBefore(String id) {
        return all().reversed().stream()
                .takeWhile(run -> !run.id().equals(id))
                .filter(run -> !run.status().isEnd())
                .findFirst();
    }

    /** The run as its last event has it. */
    synchronized Optional<TrainingRun> recorded(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** A run that a trainer has begun and not ended, other than the given one. */
    synchronized Optional<TrainingRun> begunBeside(String id) {
        return runs.values().stream()
                .filter(run -> !run.id().equals(id))
                .filter(run -> run.status() == Status.RUNNING || run.status() == Status.WAITING)
                .findFirst();
    }

    /** Called for every change, on the thread that reads the topics, so it must be quick; running the handle ends it. */
    public Runnable listen(Consumer<TrainingRun> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
