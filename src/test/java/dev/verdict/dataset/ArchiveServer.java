package dev.verdict.dataset;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one archive on the loopback address, as well or as badly as a test asks, and remembers what was asked. */
final class ArchiveServer implements AutoCloseable {
    /** @param range and ifRange are empty if the header was not sent */
    record Request(String range, String ifRange) {}

    private static final String PATH = "/data/reviews.tar.gz";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile byte[] content;
    private volatile String etag = "\"v1\"";
    private volatile boolean ranges = true;
    private volatile Optional<String> contentRange = Optional.empty();
    private volatile boolean chunked;
    private volatile int status;
    private volatile int cutAfterBytes = Integer.MAX_VALUE;
    private volatile int stallAfterBytes = Integer.MAX_VALUE;

    ArchiveServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", PATH);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    URI address() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + PATH);
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    ArchiveServer serving(byte[] content, String etag) {
        this.content = content;
        this.etag = etag;
        return this;
    }

    ArchiveServer withoutRanges() {
        ranges = false;
        return this;
    }

    /** Answers requests for the rest with this header, whatever it sends. */
    ArchiveServer withContentRange(String contentRange) {
        this.contentRange = Optional.of(contentRange);
        return this;
    }

    /** Does not tell the length beforehand. */
    ArchiveServer chunked() {
        chunked = true;
        return this;
    }

    ArchiveServer answering(int status) {
        this.status = status;
        return this;
    }

    /** Closes the connection after so many bytes of a body. */
    ArchiveServer cuttingAfter(int bytes) {
        cutAfterBytes = bytes;
        return this;
    }

    /** Sends nothing more, and keeps the connection, after so many bytes of a body. */
    ArchiveServer stallingAfter(int bytes) {
        stallAfterBytes = bytes;
        return this;
    }

    ArchiveServer inGoodOrder() {
        cutAfterBytes = Integer.MAX_VALUE;
        stallAfterBytes = Integer.MAX_VALUE;
        status = 0;
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var range = Optional.ofNullable(headers.getFirst("Range")).orElse("");
        var ifRange = Optional.ofNullable(headers.getFirst("If-Range")).orElse("");
        requests.add(new Request(range, ifRange));
        try (exchange) {
            if (status != 0) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            if (!etag.isEmpty()) {
                exchange.getResponseHeaders().set("ETag", etag);
            }
            if (!ranges || range.isEmpty() || !(ifRange.isEmpty() || ifRange.equals(etag))) {
                send(exchange, 200, 0);
                return;
            }
            int start = Integer.parseInt(range.replaceAll("\\D", ""));
            if (start >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            contentRange.orElse("bytes %d-%d/%d".formatted(start, content.length - 1, content.length)));
            send(exchange, 206, start);
        }
    }

    private void send(HttpExchange exchange, int status, int start) throws IOException {
        int length = content.length - start;
        exchange.sendResponseHeaders(status, chunked ? 0 : length);
        int sent = Math.min(length, Math.min(cutAfterBytes, stallAfterBytes));
        var body = exchange.getResponseBody();
        body.write(content, start, sent);
        body.flush();
        if (stallAfterBytes < length) {
            awaitClosing();
        }
        if (sent < length) {
            throw new IOException("Cut on purpose");
        }
        body.close();
    }

    private void awaitClosing() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
