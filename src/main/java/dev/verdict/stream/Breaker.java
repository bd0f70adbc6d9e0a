package dev.verdict.stream;

import java.util.Arrays;

/**
 * Tells an outage from poison: when more than a share of the last records would become dead letters, it opens, and no batch
 * may be written until a trial goes better. Thread-safe; shared by all tasks of an instance.
 *
 * <p>Closed, it judges a batch together with the records written before it, and opens instead of letting a batch through
 * that brings the share over the limit. Half-open, it judges the batch alone: a good one closes it. A bad one opens it
 * again, or is waited with while it is smaller than a full batch. Records that cannot be read stay so however often they are
 * tried; a bad batch in which scoring itself did not fail is let through by a trial, one batch each, so that the stream gets
 * past them.
 */
final class Breaker {
    enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    private final double share;
    private final int minimum;
    private final int fullBatch;
    private final boolean[] window; // whether each of the last records written became a dead letter
    private int next;
    private int seen;
    private State state = State.CLOSED;
    private Runnable onOpen = () -> {};

    /** @param fullBatch records of a full batch */
    Breaker(StreamConfig.Breaker config, int fullBatch) {
        this.share = config.share();
        this.minimum = Math.min(config.minimum(), config.window());
        this.fullBatch = fullBatch;
        this.window = new boolean[config.window()];
    }

    /** @param action called each time that it opens, on the thread that made it open; must be quick */
    synchronized void onOpen(Runnable action) {
        this.onOpen = action;
    }

    synchronized State state() {
        return state;
    }

    /**
     * Whether the batch may be written; if not, its records wait.
     *
     * @param size its records, at least 1
     * @param dead those of them that would become dead letters
     * @param failed those of the dead that could be read: scoring failed on them
     */
    synchronized boolean admits(int size, int dead, int failed) {
        return switch (state) {
            case OPEN -> false;
            case HALF_OPEN -> isTrialPassed(size, dead, failed);
            case CLOSED -> {
                if (dead > 0 && isOutage(size, dead)) {
                    open();
                    yield false;
                }
                remember(size, dead);
                yield true;
            }
        };
    }

    /** Lets a batch be tried, if it is open. */
    synchronized void tryAgain() {
        if (state == State.OPEN) {
            state = State.HALF_OPEN;
        }
    }

    /** Closes it whatever comes next, and forgets what it has seen. */
    synchronized void close() {
        state = State.CLOSED;
        Arrays.fill(window, false);
        next = 0;
        seen = 0;
    }

    private boolean isTrialPassed(int size, int dead, int failed) {
        if (dead <= share * size) {
            state = State.CLOSED;
            remember(size, dead);
            return true;
        }
        if (size < fullBatch) {
            return false;
        }
        open();
        return failed == 0;
    }

    private boolean isOutage(int size, int dead) {
        int kept = Math.min(seen, Math.max(0, window.length - size));
        int deadOfKept = 0;
        for (int back = 1; back <= kept; back++) {
            if (window[Math.floorMod(next - back, window.length)]) {
                deadOfKept++;
            }
        }
        int all = kept + size;
        return all >= minimum && deadOfKept + dead > share * all;
    }

    private void open() {
        state = State.OPEN;
        onOpen.run();
    }

    /** The order within a batch makes no difference that matters. */
    private void remember(int size, int dead) {
        for (int i = 0; i < size; i++) {
            window[next] = i < dead;
            next = (next + 1) % window.length;
        }
        seen = Math.min(window.length, seen + size);
    }
}
