package dev.verdict.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of a stream. Thread-safe. */
final class RecentLines {
    private final int capacity;
    private final Deque<String> lines = new ArrayDeque<>();

    RecentLines(int capacity) {
        this.capacity = capacity;
    }

    /** Reads until the stream ends or is closed. */
    void drain(BufferedReader stream) {
        try (stream) {
            for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                add(line);
            }
        } catch (IOException closed) {
            add("(the rest cannot be read: " + closed.getMessage() + ")");
        }
    }

    synchronized void add(String line) {
        if (lines.size() == capacity) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    @Override
    public synchronized String toString() {
        return String.join(System.lineSeparator(), lines);
    }
}
