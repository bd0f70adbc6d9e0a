package dev.verdict.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.verdict.stream.TestConfigs;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class PeerClientTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final RollupWindow HOURS = new RollupWindow("1h", Duration.ofHours(1), Duration.ofDays(2));

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ikiru", "<b>&x=y #/?%2F+ ..", "\u751F\u304D\u308B", ""})
    void shouldAskForSubjectWithSecretAndReadWhatIsHeld(String subject) {
        // Given
        answer = "{\"total\":{\"count\":2,\"positive\":1,\"sum\":1.25},\"windows\":[{\"start\":3600000,"
                + "\"rollup\":{\"count\":2,\"positive\":1,\"sum\":1.25}}],\"behind\":7,\"new\":true}";

        // When
        HeldHistory history;
        try (PeerClient peers = peers(SECRET)) {
            history = peers.history(host(), subject, HOURS, 3, Instant.EPOCH, Instant.ofEpochMilli(9));
        }

        // Then
        assertThat(history)
                .isEqualTo(new HeldHistory(
                        new Rollup(2, 1, 1.25), List.of(new HeldWindow(3_600_000, new Rollup(2, 1, 1.25))), 7L));
        assertThat(asked).singleElement().asString().startsWith(SECRET + " /peer/rollups/history ");
        assertThat(List.of(asked.getFirst().split(" ", 3)[2].split("\n")))
                .containsExactlyInAnyOrder("subject=" + subject, "window=1h", "partition=3", "from=0", "to=9");
    }

    @Test
    void shouldAskForPageOfPartitions() {
        // Given
        answer = "{\"subjects\":[{\"subject\":\"Ran\",\"rank\":-2.0,\"total\":{\"count\":2,\"positive\":1,\"sum\":1.0},"
                + "\"change\":null,\"windows\":[]}],\"partitions\":[0,2],\"behind\":null}";
        var query = new SubjectQuery(SubjectOrder.IMPROVED, "1h", Instant.ofEpochMilli(5), SubjectCursor.START, 20, 4);

        // When
        HeldSubjects subjects;
        try (PeerClient peers = peers(SECRET)) {
            subjects = peers.subjects(host(), query, List.of(0, 2));
        }

        // Then
        assertThat(subjects)
                .isEqualTo(new HeldSubjects(
                        List.of(new HeldSubject("Ran", -2, new Rollup(2, 1, 1), null, List.of())),
                        List.of(0, 2),
                        null));
        assertThat(asked.getFirst()).contains("order=IMPROVED", "partitions=0,2", "limit=20", "history=4", "now=5");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 403, 404, 500, 503})
    void shouldBeUnavailableWhenInstanceAnswersOtherwise(int other) {
        status = other;

        assertUnavailable(peers(SECRET), host());
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]"})
    void shouldBeUnavailableWhenAnswerCannotBeRead(String text) {
        answer = text;

        assertUnavailable(peers(SECRET), host());
    }

    @Test
    void shouldBeUnavailableWhenNobodyListens() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertUnavailable(peers(SECRET), new HostInfo("127.0.0.1", free));
    }

    @Test
    void shouldNotAskWhenThereIsNoSecret() {
        assertUnavailable(peers(null), host());
        assertThat(asked).isEmpty();
    }

    private static void assertUnavailable(PeerClient peers, HostInfo host) {
        try (peers) {
            assertThatExceptionOfType(RollupsUnavailableException.class)
                    .isThrownBy(() -> peers.history(host, "Ikiru", HOURS, 0, Instant.EPOCH, Instant.EPOCH))
                    .withMessageNotContaining(SECRET);
        }
    }

    private HostInfo host() {
        return new HostInfo("127.0.0.1", server.getAddress().getPort());
    }

    private static PeerClient peers(String secret) {
        Map<String, String> settings = secret == null ? Map.of() : Map.of("verdict.rollup.secret", secret);
        return new PeerClient(
                AdvertisedUrl.parse("http://other:1"), new PeerSecret(TestConfigs.of(RollupConfig.class, settings)));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String parameters = exchange.getRequestURI().getRawQuery().replace("&", "\n");
        asked.add(exchange.getRequestHeaders().getFirst(PeerSecret.HEADER) + " "
                + exchange.getRequestURI().getPath() + " " + URLDecoder.decode(parameters, UTF_8));
        byte[] body = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
