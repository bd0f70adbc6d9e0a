package dev.verdict.dataset;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * One attempt to bring a part file to its full size, going on where the last one stopped.
 *
 * <p>Without a tag that vouches for the version the rest is asked for all the same: size and hash are known beforehand,
 * so a mixture of two versions does not pass. Faults of the network become {@link DatasetException}s, those of the disk
 * stay {@link IOException}s.
 */
final class Download {
    /** What a user can always do instead. */
    static final String GIVE_A_COPY = "give a copy of the archive with --data";

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final URI source;
    private final PartFile part;
    private final Duration connectTimeout;
    private final Duration stallTimeout;

    Download(URI source, PartFile part, Duration connectTimeout, Duration stallTimeout) {
        this.source = source;
        this.part = part;
        this.connectTimeout = connectTimeout;
        this.stallTimeout = stallTimeout;
    }

    /** Returns when the part file has its full size, its hash unchecked. */
    void complete(DownloadProgress progress) throws IOException, InterruptedException {
        long offset = part.receivedBytes();
        if (offset == part.sizeBytes()) {
            return;
        }
        requireSpace(part.sizeBytes() - offset);
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // one file: nothing to multiplex
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(connectTimeout)
                .build();
        try {
            var response = request(client, offset);
            if (offset > 0 && !isUsable(response, offset)) {
                offset = 0;
                response = request(client, offset);
            }
            receive(response, offset, progress);
        } finally {
            client.shutdownNow(); // a body that is not wanted ends with it
        }
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> request(HttpClient client, long offset)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(source);
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
            part.etag().ifPresent(tag -> request.header("If-Range", tag));
        }
        // The request's own timeout would, from JDK 26 on, take in the body.
        var answer = client.sendAsync(request.build(), BodyHandlers.ofPublisher());
        try {
            return answer.get(connectTimeout.plus(stallTimeout).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed("brought no answer within %d s".formatted(stallTimeout.toSeconds()), e);
        } catch (ExecutionException e) {
            throw failed(reason(e.getCause()), e.getCause());
        }
    }

    /** Whether the answer to a request for the rest is the rest, or at least the whole: anything else is asked anew. */
    private boolean isUsable(HttpResponse<?> response, long offset) {
        return switch (response.statusCode()) {
            case OK -> true;
            case PARTIAL_CONTENT -> isRest(response, offset);
            case RANGE_NOT_SATISFIABLE -> false; // the file is another one now
            default -> true; // an error stays one when asked again
        };
    }

    private boolean isRest(HttpResponse<?> response, long offset) {
        var range = CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
        return range.matches()
                && Long.parseLong(range.group(1)) == offset
                && (range.group(2).equals("*") || Long.parseLong(range.group(2)) == part.sizeBytes());
    }

    private void receive(
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response, long offset, DownloadProgress progress)
            throws IOException, InterruptedException {
        if (response.statusCode() == OK) {
            requireSize(response);
            part.startOver(response.headers().firstValue("ETag").orElse(""));
            offset = 0;
        } else if (response.statusCode() != PARTIAL_CONTENT || offset == 0) {
            throw failed("was answered with status " + response.statusCode());
        }
        var body = new BodyChunks(stallTimeout);
        response.body().subscribe(body);
        try (var file = part.append()) {
            append(body, file, offset, progress);
            file.force(true); // the bytes are on disk before the name is
        }
    }

    private void append(BodyChunks body, FileChannel file, long offset, DownloadProgress progress)
            throws IOException, InterruptedException {
        long received = offset;
        progress.received(received, part.sizeBytes());
        for (var chunk = next(body, received); chunk.isPresent(); chunk = next(body, received)) {
            for (var buffer : chunk.get()) {
                received += buffer.remaining();
                requireWithinSize(received);
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
            }
            progress.received(received, part.sizeBytes());
        }
        if (received < part.sizeBytes()) {
            throw brokenOff(received, null);
        }
    }

    private Optional<List<ByteBuffer>> next(BodyChunks body, long received) throws InterruptedException {
        try {
            return body.next();
        } catch (TimeoutException e) {
            throw failed(
                    "stood still for %d s after %d of %d bytes"
                            .formatted(stallTimeout.toSeconds(), received, part.sizeBytes()),
                    e);
        } catch (ExecutionException e) {
            throw brokenOff(received, e.getCause());
        }
    }

    private void requireSpace(long bytes) throws IOException {
        long usable = part.usableBytes();
        if (usable < bytes) {
            throw new DatasetException(
                    "The download of %s needs %d bytes in %s, where %d are free: make room there, or %s"
                            .formatted(source, bytes, part.path().getParent(), usable, GIVE_A_COPY));
        }
    }

    private void requireSize(HttpResponse<?> response) {
        long offered = response.headers().firstValueAsLong("Content-Length").orElse(part.sizeBytes());
        if (offered != part.sizeBytes()) {
            throw failed("offers %d bytes instead of %d, which is another file".formatted(offered, part.sizeBytes()));
        }
    }

    private void requireWithinSize(long received) throws IOException {
        if (received > part.sizeBytes()) {
            part.delete();
            throw failed("brought more than %d bytes, which is another file".formatted(part.sizeBytes()));
        }
    }

    private String reason(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _ ->
                "found no connection within %d s".formatted(connectTimeout.toSeconds());
            case ConnectException e
            when e.getCause() instanceof UnresolvedAddressException -> "found no host of that name";
            case ConnectException _ -> "was refused a connection";
            case SSLException e -> "found no trusted connection (%s)".formatted(e.getMessage());
            default -> "failed (%s)".formatted(cause.getMessage());
        };
    }

    private DatasetException brokenOff(long received, Throwable cause) {
        return new DatasetException(
                "The download of %s broke off after %d of %d bytes: run it again to go on from there, or %s"
                        .formatted(source, received, part.sizeBytes(), GIVE_A_COPY),
                cause);
    }

    private DatasetException failed(String what) {
        return failed(what, null);
    }

    private DatasetException failed(String what, Throwable cause) {
        return new DatasetException(
                "The download of %s %s: try again later, or %s".formatted(source, what, GIVE_A_COPY), cause);
    }
}
