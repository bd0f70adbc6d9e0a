package dev.verdict.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.streams.state.HostInfo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks other instances for what they hold. Thread-safe. */
final class PeerClient implements AutoCloseable {
    /** Below it stand the two questions. */
    static final String PATH = "/peer/rollups";

    /** A newer version may tell more. */
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final AdvertisedUrl self;
    private final PeerSecret secret;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    PeerClient(AdvertisedUrl self, PeerSecret secret) {
        this.self = self;
        this.secret = secret;
    }

    /** @throws RollupsUnavailableException if it does not answer, or not that */
    HeldHistory history(HostInfo host, String subject, RollupWindow window, int partition, Instant from, Instant to) {
        return ask(
                host,
                "/history",
                Map.of(
                        "subject", subject,
                        "window", window.name(),
                        "partition", partition,
                        "from", from.toEpochMilli(),
                        "to", to.toEpochMilli()),
                HeldHistory.class);
    }

    /** @throws RollupsUnavailableException if it does not answer, or not that */
    HeldSubjects subjects(HostInfo host, SubjectQuery query, Collection<Integer> partitions) {
        return ask(
                host,
                "/subjects",
                Map.of(
                        "order", query.order(),
                        "window", query.window(),
                        "now", query.now().toEpochMilli(),
                        "after", query.after(),
                        "limit", query.limit(),
                        "history", query.history(),
                        "partitions", partitions.stream().map(String::valueOf).collect(Collectors.joining(","))),
                HeldSubjects.class);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private <T> T ask(HostInfo host, String question, Map<String, Object> parameters, Class<T> type) {
        String shown = secret.value()
                .orElseThrow(
                        () -> new RollupsUnavailableException("it is held by another instance, and instances do not"
                                + " ask each other without VERDICT_ROLLUP_SECRET"));
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue().toString(), UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(self.at(host, PATH + question + "?" + query))
                .timeout(TIMEOUT)
                .header(PeerSecret.HEADER, shown)
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK) {
                    throw new RollupsUnavailableException(
                            "instance " + host.host() + ":" + host.port() + " answers " + response.statusCode());
                }
                return JSON.readValue(body, type);
            }
        } catch (IOException e) {
            throw new RollupsUnavailableException(
                    "instance " + host.host() + ":" + host.port() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RollupsUnavailableException("the question was interrupted", e);
        }
    }
}
