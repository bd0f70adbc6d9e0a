package dev.verdict.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Lines of UTF-8, read ahead by a thread of its own so that those which are there can be had without waiting for more.
 * Malformed bytes become U+FFFD. At most some megabytes are read ahead, and one line more. For one reader.
 */
final class InputLines {
    /** Enough for a batch that keeps the network busy, few enough to share out among the cores. */
    static final int MOST_AT_ONCE = 256;
    /** Of a batch, unless it is a single line. */
    private static final int MOST_CHARS_AT_ONCE = 1 << 20;

    private static final int MOST_AHEAD = 16 * MOST_AT_ONCE;
    private static final int MOST_CHARS_AHEAD = 4 * MOST_CHARS_AT_ONCE;

    private final Queue<String> ahead = new ArrayDeque<>(); // guarded by this, as are the fields below
    private long charsAhead;
    private boolean ended;
    private Throwable failure;

    private InputLines() {}

    /** Reads until the stream ends; the stream is not closed. */
    static InputLines of(InputStream in) {
        var lines = new InputLines();
        Thread.ofPlatform().daemon().name("input").start(() -> lines.readAhead(in));
        return lines;
    }

    /**
     * Waits for a line, and gives those that are there by then, at most {@value #MOST_AT_ONCE}; none when the input has
     * ended.
     *
     * @throws IOException if the input cannot be read on
     */
    synchronized List<String> next() throws IOException, InterruptedException {
        while (ahead.isEmpty() && !ended) {
            wait();
        }
        if (ahead.isEmpty() && failure != null) {
            throw new IOException("the input cannot be read: " + failure, failure);
        }
        var lines = new ArrayList<String>(Math.min(ahead.size(), MOST_AT_ONCE));
        for (long chars = 0; !ahead.isEmpty() && lines.size() < MOST_AT_ONCE; ) {
            chars += ahead.element().length();
            if (chars > MOST_CHARS_AT_ONCE && !lines.isEmpty()) {
                break;
            }
            charsAhead -= ahead.element().length();
            lines.add(ahead.remove());
        }
        notifyAll();
        return lines;
    }

    private void readAhead(InputStream in) {
        try {
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                put(line);
            }
            end(null);
        } catch (IOException | RuntimeException | Error e) {
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void put(String line) throws InterruptedException {
        while (ahead.size() >= MOST_AHEAD || charsAhead >= MOST_CHARS_AHEAD) {
            wait();
        }
        ahead.add(line);
        charsAhead += line.length();
        notifyAll();
    }

    private synchronized void end(Throwable failure) {
        this.failure = failure;
        ended = true;
        notifyAll();
    }
}
