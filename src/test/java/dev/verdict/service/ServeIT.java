package dev.verdict.service;

import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.verdict.broker.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code serve} as a user runs it: a process whose settings are its environment. */
class ServeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final String SHORT_TOKEN = "0123456789abcdef0123456789abcde";
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @Test
    void shouldWaitForBrokerOnThisMachineWhenNothingIsSet() throws Exception {
        // Given
        Process service = start(Map.of());
        try {
            String url = url(service);

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> when().get(url + "/q/health/ready")
                            .then()
                            .statusCode(503)
                            .body(
                                    "checks.find { it.name == 'topics' }.data.problem",
                                    containsString("localhost:9092")));
            service.destroy();
            assertThat(service.waitFor(STOP_LIMIT)).isTrue();
            assertThat(service.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void shouldScoreWithAsManyThreadsAsAreSetWhenBrokerIsThere() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            // Given
            Process service = start(Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                    "VERDICT_THREADS", "2",
                    "KAFKA_STREAMS_PROCESSING_GUARANTEE", "at_least_once"));
            try {
                String url = url(service);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> when().get(url + "/q/health/ready").then().statusCode(200));
                var probe = new KafkaProbe(kafka.bootstrapServers());

                // When
                probe.send("r-1", "{\"id\":\"r-1\",\"text\":\"wonderful\"}");

                // Then
                assertThat(new String(probe.await("sentiments", "r-1").value(), UTF_8))
                        .contains("\"id\":\"r-1\"");
                when().get(url + "/q/metrics").then().body(containsString("StreamThread-2"));
                service.destroy();
                assertThat(service.waitFor(STOP_LIMIT)).isTrue();
            } finally {
                service.destroyForcibly();
            }
        }
    }

    @Test
    void shouldNotScoreNorAnswerWhenItHasNeitherRole() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            // Given
            Process service =
                    start(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "VERDICT_ROLES", "trainer"));
            try {
                // When
                String url = url(service);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> when().get(url + "/q/health/ready").then().statusCode(200));

                // Then
                when().get(url + "/q/health/ready")
                        .then()
                        .body("checks.find { it.name == 'stream' }.data.role", containsString("does not score"));
                when().get(url + "/api/score")
                        .then()
                        .statusCode(404)
                        .contentType("application/problem+json")
                        .body("detail", containsString("role api"));
                try (Admin admin =
                        Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
                    assertThat(admin.listGroups().all().get())
                            .extracting(GroupListing::groupId)
                            .doesNotContain("verdict");
                }
            } finally {
                service.destroyForcibly();
            }
        }
    }

    /** One of each way in which a start fails, as each costs a start; other values are up to the unit tests. */
    static Stream<Arguments> badSettings() {
        return Stream.of(
                Arguments.of("VERDICT_SCORING_MODEL", "nowhere.zip", "nowhere.zip"),
                Arguments.of("KAFKA_BOOTSTRAP_SERVERS", "garbage", "\"garbage\" in KAFKA_BOOTSTRAP_SERVERS"),
                Arguments.of("VERDICT_THREADS", "0", "VERDICT_THREADS must be at least 1"),
                Arguments.of("VERDICT_ADMIN_TOKEN", SHORT_TOKEN, "VERDICT_ADMIN_TOKEN must have at least 32"),
                Arguments.of("VERDICT_ROLES", "scorer,baker", "VERDICT_ROLES must name some of"),
                Arguments.of("VERDICT_ROLLUP_SECRET", SHORT_TOKEN, "VERDICT_ROLLUP_SECRET must have at least 32"),
                Arguments.of("VERDICT_ROLLUP_WINDOWS", "1h", "VERDICT_ROLLUP_WINDOWS must name sizes"),
                Arguments.of("VERDICT_ADMIN_OIDC", "true", "quarkus.oidc.auth-server-url"),
                Arguments.of("VERDICT_TOPICS_PARTITIONS", "0", "verdict.topics.partitions"),
                Arguments.of("VERDICT_TOPICS_REPLICATION_FACTOR", "0", "verdict.topics.replication-factor"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("badSettings")
    void shouldSayWhyInOneLineWhenSettingIsBad(String name, String value, String reason) throws Exception {
        assertFails(start(Map.of(name, value)), reason);
    }

    @Test
    void shouldSayWhyInOneLineWhenPortIsInUse() throws Exception {
        try (var taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            assertFails(start(Map.of("QUARKUS_HTTP_PORT", port)), port);
        }
    }

    private static void assertFails(Process service, String reason) throws IOException, InterruptedException {
        try {
            List<String> out;
            try (BufferedReader lines = service.inputReader(UTF_8)) {
                out = lines.lines().toList();
            }
            assertThat(service.waitFor(PATIENCE)).isTrue();
            assertThat(service.exitValue()).isEqualTo(1);
            assertThat(out).noneMatch(line -> line.startsWith("\tat "));
            assertThat(out).noneMatch(line -> line.contains(SHORT_TOKEN));
            assertThat(out)
                    .filteredOn(line -> line.startsWith("verdict: "))
                    .singleElement()
                    .asString()
                    .contains(reason);
        } finally {
            service.destroyForcibly();
        }
    }

    /** With nothing of the tests' own environment, and on a free port unless another is given. */
    private static Process start(Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Its speed does not matter here: this starts with less.
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar",
                        "serve")
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Where the service listens, once it does. */
    private static String url(Process service) throws IOException {
        BufferedReader out = service.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
                return "http://localhost:" + listening.group(1);
            }
        }
        throw new AssertionError("the service ended before it listened");
    }
}
