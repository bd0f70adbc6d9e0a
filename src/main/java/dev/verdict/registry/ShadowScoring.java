package dev.verdict.registry;

import dev.verdict.registry.ModelLoader.Loaded;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import dev.verdict.scoring.ScoringListener;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Lets a candidate score a sample of the stream's reviews again, on a thread of its own and of low priority, and counts how its
 * verdicts differ. What the candidate cannot keep up with is dropped; nothing of it reaches the stream. Thread-safe.
 */
final class ShadowScoring implements ScoringListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ShadowScoring.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Of texts that wait to be scored: some thousand reviews. */
    private static final long MAX_WAITING_CHARACTERS = 4 << 20;

    private final Supplier<RegistryState> registry;
    private final ModelLoader loader;
    private final BackgroundThread thread = new BackgroundThread("model-shadow", Thread.MIN_PRIORITY);
    private final AtomicLong waitingCharacters = new AtomicLong();
    private volatile Candidate candidate;

    // Of the shadow's thread: what was tried last
    private long lastOffset = -1;

    /** A model that scores alongside, and what came of it. */
    private static final class Candidate {
        private final Scorer scorer;
        private final double share;
        private final AtomicLong dropped = new AtomicLong();
        private volatile ShadowFigures figures;

        Candidate(Scorer scorer, double share) {
            this.scorer = scorer;
            this.share = share;
            this.figures = new ShadowFigures(scorer.model().value(), 0, 0, 0, 0, 0, 0);
        }

        ShadowFigures figures() {
            return figures.plus(new ShadowFigures(figures.version(), 0, 0, 0, 0, dropped.get(), 0));
        }
    }

    ShadowScoring(Supplier<RegistryState> registry, ModelLoader loader) {
        this.registry = registry;
        this.loader = loader;
    }

    /** What comparing came to since this instance began with the candidate; nothing if there is none. */
    Optional<ShadowFigures> figures() {
        return Optional.ofNullable(candidate).map(Candidate::figures);
    }

    /** To be called when the registry has changed; returns at once. */
    void follow() {
        thread.execute(this::catchUp);
    }

    private void catchUp() {
        RegistryState state = registry.get();
        Activation wanted = state.shadow().orElse(null);
        if (wanted == null) {
            candidate = null;
            lastOffset = -1;
            return;
        }
        if (wanted.offset() == lastOffset) {
            return;
        }
        lastOffset = wanted.offset();
        switch (loader.load(wanted.version(), state)) {
            case Loaded.Ready(Scorer scorer) -> {
                candidate = new Candidate(scorer, wanted.share());
                LOG.infof("Model %s scores a share of %s alongside", wanted.version(), wanted.share());
            }
            case Loaded.Refused(String reason) -> {
                candidate = null;
                LOG.errorf("Model %s cannot score alongside: it %s", wanted.version(), reason);
            }
            case Loaded.Unavailable(String reason) -> {
                candidate = null;
                LOG.warnf("Model %s cannot score alongside yet: %s", wanted.version(), reason);
                lastOffset = -1;
                thread.schedule(this::catchUp, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void scored(List<Review> reviews, List<Sentiment> sentiments) {
        Candidate now = candidate;
        if (now == null) {
            return;
        }
        var sampled = new ArrayList<Review>();
        var verdicts = new ArrayList<Sentiment>();
        long characters = 0;
        for (int i = 0; i < reviews.size(); i++) {
            Review review = reviews.get(i);
            if (isSampled(review.id(), now.share)) {
                sampled.add(review);
                verdicts.add(sentiments.get(i));
                characters += review.text().length();
            }
        }
        if (sampled.isEmpty()) {
            return;
        }
        if (waitingCharacters.addAndGet(characters) > MAX_WAITING_CHARACTERS) {
            waitingCharacters.addAndGet(-characters);
            now.dropped.addAndGet(sampled.size());
            return;
        }
        long taken = characters;
        thread.execute(() -> {
            compare(now, sampled, verdicts);
            waitingCharacters.addAndGet(-taken);
        });
    }

    /** The same reviews on all instances: the id decides. */
    static boolean isSampled(String id, double share) {
        int hash = id.hashCode() * 0x9E3779B9; // spreads neighbouring ids (2^32 / golden ratio)
        hash ^= hash >>> 16;
        return (hash & Integer.MAX_VALUE) < share * (1L << 31);
    }

    private static void compare(Candidate candidate, List<Review> reviews, List<Sentiment> active) {
        ShadowFigures before = candidate.figures;
        try {
            List<Sentiment> other = candidate.scorer.score(reviews);
            long agreed = 0;
            double difference = 0;
            double distance = 0;
            for (int i = 0; i < reviews.size(); i++) {
                double change = other.get(i).probability() - active.get(i).probability();
                agreed += other.get(i).label() == active.get(i).label() ? 1 : 0;
                difference += change;
                distance += Math.abs(change);
            }
            candidate.figures = before.plus(
                    new ShadowFigures(before.version(), reviews.size(), agreed, difference, distance, 0, 0));
        } catch (RuntimeException e) {
            LOG.debugf(e, "Model %s failed on reviews that it scored alongside", before.version());
            candidate.figures = before.plus(new ShadowFigures(before.version(), 0, 0, 0, 0, 0, reviews.size()));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
