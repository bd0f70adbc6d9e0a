package dev.verdict.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a browser's EventSource does: reads server-sent events. */
final class EventStream implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final HttpClient client = HttpClient.newHttpClient();
    private final InputStream body;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** @param id empty if it has none */
    record Event(String name, String id, String data) {}

    /** @param lastEventId empty for none */
    EventStream(String url, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError("the answer is " + response.statusCode());
        }
        body = response.body();
        Thread.ofVirtual().start(this::read);
    }

    /** The next event that fits; those before it are passed over. */
    Event await(Predicate<Event> fits) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("no such event came");
            }
            if (fits.test(event)) {
                return event;
            }
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
            var event = new Event("message", "", "");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String value = line.substring(line.indexOf(':') + 1).strip();
                if (line.startsWith("event:")) {
                    event = new Event(value, event.id(), event.data());
                } else if (line.startsWith("id:")) {
                    event = new Event(event.name(), value, event.data());
                } else if (line.startsWith("data:")) {
                    event = new Event(event.name(), event.id(), event.data() + value);
                } else if (line.isEmpty() && !event.data().isEmpty()) {
                    events.add(event);
                    event = new Event("message", "", "");
                }
            }
        } catch (IOException _) {
            // closed
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
