package dev.verdict.registry;

import dev.verdict.registry.ModelLoader.Loaded;
import dev.verdict.scoring.CurrentModel;
import dev.verdict.scoring.Scorer;
import dev.verdict.scoring.StartingModel;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Follows the registry: loads what it says is active on a thread of its own, then swaps one reference. A model that must not
 * be used changes nothing: what runs goes on, and {@link #problem} says why. Thread-safe.
 */
final class ModelSwitch implements CurrentModel, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ModelSwitch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<RegistryState> registry;
    private final ModelLoader loader;
    private final boolean isPinned;
    private final CompletableFuture<Void> decided = new CompletableFuture<>();
    private final BackgroundThread thread = new BackgroundThread("model-switch", Thread.NORM_PRIORITY);
    private volatile Scorer scorer;
    private volatile String problem = "";
    private volatile Runnable listener = () -> {};

    // Of the loading thread: what was tried last
    private Attempt last = new Attempt(-1, -1);

    /** The same activation of the same record need not be tried again. */
    private record Attempt(long activationOffset, long modelOffset) {}

    /** @param start what scores until the registry has been read, or for ever if it is pinned */
    ModelSwitch(StartingModel start, Supplier<RegistryState> registry, ModelLoader loader) {
        this.scorer = start.scorer();
        this.isPinned = start.isPinned();
        this.registry = registry;
        this.loader = loader;
        if (isPinned) {
            decided.complete(null);
        }
    }

    /** @param action called on the loading thread after a swap or a refusal */
    void onChange(Runnable action) {
        listener = action;
    }

    @Override
    public Scorer scorer() {
        return scorer;
    }

    @Override
    public CompletionStage<Void> decided() {
        return decided;
    }

    /** Why it does not score with the active model, if so. */
    Optional<String> problem() {
        return Optional.of(problem).filter(sentence -> !sentence.isEmpty());
    }

    /** To be called when the registry has changed; returns at once. */
    void follow() {
        if (!isPinned) {
            thread.execute(this::catchUp);
        }
    }

    private void catchUp() {
        RegistryState state = registry.get();
        Optional<Activation> active = state.current();
        if (active.isEmpty()) {
            return;
        }
        Activation wanted = active.get();
        var attempt = new Attempt(
                wanted.offset(),
                state.model(wanted.version()).map(PublishedModel::offset).orElse(-1L));
        if (attempt.equals(last)) {
            return;
        }
        last = attempt;
        if (wanted.version().equals(scorer.model())) {
            switched(scorer, 0);
            return;
        }
        long start = System.nanoTime();
        switch (loader.load(wanted.version(), state)) {
            case Loaded.Ready(Scorer loaded) -> switched(loaded, System.nanoTime() - start);
            case Loaded.Refused(String reason) -> report(wanted, reason);
            case Loaded.Unavailable(String reason) -> {
                report(wanted, reason);
                last = new Attempt(-1, -1);
                thread.schedule(this::catchUp, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void switched(Scorer loaded, long nanos) {
        LOG.infof("Scoring with model %s, loaded in %d ms", loaded.model(), nanos / 1_000_000);
        scorer = loaded;
        problem = "";
        decided.complete(null);
        listener.run();
    }

    private void report(Activation wanted, String reason) {
        problem = "model " + wanted.version() + " is to score but " + reason;
        LOG.errorf("Model %s goes on: %s", scorer.model(), problem);
        listener.run();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
