package dev.verdict.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong credentials by client, so that nobody can try many. Remembers a bounded number of clients and forgets those
 * first that have not tried for the longest time. Thread-safe.
 */
final class FailedAttempts {
    /** A client may fail that often within {@link #WINDOW}. */
    static final int LIMIT = 10;

    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MAX_CLIENTS = 10_000;

    private final InstantSource clock;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true);

    private record Window(Instant end, int failures) {}

    FailedAttempts(InstantSource clock) {
        this.clock = clock;
    }

    /** How long the client must wait before it is listened to again; zero if it need not. */
    synchronized Duration mustWait(String client) {
        Window window = windows.get(client);
        return window == null || window.failures < LIMIT ? Duration.ZERO : remaining(window);
    }

    synchronized void add(String client) {
        Window window = windows.get(client);
        boolean isOver = window == null || remaining(window).isZero();
        windows.put(
                client,
                isOver ? new Window(clock.instant().plus(WINDOW), 1) : new Window(window.end, window.failures + 1));
        if (windows.size() > MAX_CLIENTS) {
            windows.remove(windows.keySet().iterator().next());
        }
    }

    synchronized int clients() {
        return windows.size();
    }

    private Duration remaining(Window window) {
        Duration remaining = Duration.between(clock.instant(), window.end);
        return remaining.isNegative() ? Duration.ZERO : remaining;
    }
}
