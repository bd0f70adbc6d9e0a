package dev.verdict.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Many that listen to a service's live feed at once, each on a connection of its own. */
final class StreamListeners implements StreamCompanion {
    private static final long PATIENCE_SECONDS = 60;
    private static final String DATA = "data:";

    /** With HTTP/2 all would share one connection. */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder sentiments = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final long start = System.nanoTime();

    /**
     * Returns once all are connected.
     *
     * @param perSecond events that each asks for; 0 for all
     */
    StreamListeners(URI service, int count, int perSecond) {
        URI feed = service.resolve("/api/sentiments" + (perSecond > 0 ? "?rate=" + perSecond : ""));
        var connected = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofVirtual().start(() -> listen(feed, connected)));
        }
        try {
            if (!connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(connected.getCount() + " of " + count + " listeners are not connected");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void listen(URI feed, CountDownLatch connected) {
        try {
            var answer = client.send(HttpRequest.newBuilder(feed).build(), BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new IOException("the feed answers " + answer.statusCode());
            }
            connected.countDown();
            try (Stream<String> lines = answer.body()) {
                lines.forEach(this::count);
            }
        } catch (IOException | RuntimeException _) {
            ended.increment();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(String line) {
        if (line.startsWith(DATA)) {
            if (line.contains("\"probability\"")) {
                sentiments.increment();
            } else if (line.contains("\"count\"")) {
                skipped.add(Long.parseLong(line.replaceAll("\\D", "")));
            }
        }
    }

    @Override
    public String summary() {
        double seconds = (System.nanoTime() - start) / 1e9;
        return String.format(
                Locale.ROOT,
                "  %d listeners: %,.0f sentiments/s to all of them, %,.0f/s left out and said so, %d connections lost",
                threads.size(),
                sentiments.sum() / seconds,
                skipped.sum() / seconds,
                ended.sum());
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.forEach(Thread::interrupt);
    }
}
