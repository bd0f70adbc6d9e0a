package dev.verdict.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Lines of UTF-8, read ahead by a thread of its own so that those which are there can be had without waiting for more.
 * Malformed bytes become U+FFFD. For one reader.
 */
final class InputLines {
    /** Enough to keep all cores busy, few enough to hold in memory. */
    private static final int LINES_AT_ONCE = 4096;

    private final BlockingQueue<Item> ahead = new ArrayBlockingQueue<>(LINES_AT_ONCE);
    private boolean ended;
    private IOException failure;

    private InputLines() {}

    /** Reads until the stream ends; the stream is not closed. */
    static InputLines of(InputStream in) {
        var lines = new InputLines();
        Thread.ofPlatform().daemon().name("input").start(() -> lines.readAhead(in));
        return lines;
    }

    /**
     * Waits for a line, and gives all that are there by then, at most 4096; none when the input has ended.
     *
     * @throws IOException if the input cannot be read on
     */
    List<String> next() throws IOException, InterruptedException {
        if (ended) {
            return List.of();
        }
        if (failure != null) {
            throw failure;
        }
        var items = new ArrayList<Item>();
        items.add(ahead.take());
        ahead.drainTo(items, LINES_AT_ONCE - 1);
        var lines = new ArrayList<String>(items.size());
        for (Item item : items) {
            switch (item) {
                case Line(String text) -> lines.add(text);
                case End _ -> ended = true;
                case Broken(Throwable cause) -> failure = new IOException("the input cannot be read: " + cause, cause);
            }
        }
        if (lines.isEmpty() && failure != null) {
            throw failure;
        }
        return lines;
    }

    private void readAhead(InputStream in) {
        try {
            try {
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    ahead.put(new Line(line));
                }
                ahead.put(new End());
            } catch (IOException | RuntimeException | Error e) {
                ahead.put(new Broken(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private sealed interface Item {}

    private record Line(String text) implements Item {}

    private record End() implements Item {}

    private record Broken(Throwable cause) implements Item {}
}
