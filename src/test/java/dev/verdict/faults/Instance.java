package dev.verdict.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code serve} of a packaged program. */
final class Instance implements AutoCloseable {
    /** The folder of the program that these sources make. */
    static final Path PROGRAM = Path.of("target", "quarkus-app");

    private static final Pattern SCORED = Pattern.compile("verdict_reviews_scored_total\\S* (\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^ ]+)");
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path log;
    private final CompletableFuture<URI> url = new CompletableFuture<>();

    private Instance(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread.ofVirtual().start(this::follow);
        // Whoever ends the tests by Ctrl-C ends what they started.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /**
     * @param program its folder
     * @param log where it keeps what it says
     * @param options of the JVM, over those of {@code scripts/verdict}
     */
    static Instance start(
            Path program, Path log, Path temporaryFiles, Map<String, String> environment, List<String> options)
            throws IOException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + temporaryFiles));
        command.addAll(options);
        command.addAll(List.of("-jar", program.resolve("quarkus-run.jar").toString(), "serve"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        return new Instance(builder.start(), log);
    }

    private void follow() {
        try (BufferedReader lines = process.inputReader();
                var copy = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.println(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    url.complete(URI.create(listening.group(1).replace("0.0.0.0", "localhost")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what an instance says cannot be kept in " + log, e);
        } finally {
            url.completeExceptionally(new IllegalStateException("the instance ended, see " + log));
        }
    }

    /** Returns when it says that it is ready. */
    Instance awaitReady() throws Exception {
        URI ready = url.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).resolve("/q/health/ready");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> get(ready).statusCode() == 200);
        return this;
    }

    /** Returns when it says that it is alive, or not. */
    void awaitLive(boolean expected) throws Exception {
        URI live = url.get().resolve("/q/health/live");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> (get(live).statusCode() == 200) == expected);
    }

    /** Returns when it has scored so many reviews. */
    Instance awaitScored(int count) throws Exception {
        URI metrics = url.get().resolve("/q/metrics");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> scored(get(metrics).body()) >= count);
        return this;
    }

    private static double scored(String metrics) {
        Matcher total = SCORED.matcher(metrics);
        return total.find() ? Double.parseDouble(total.group(1)) : 0;
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Stops it as a process manager does. */
    void stop() throws InterruptedException {
        process.toHandle().destroy(); // the process's own destroy() would also stop listening to it
        assertThat(process.waitFor(STOP_LIMIT))
                .as("it stops in time, see " + log)
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    }

    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }
}
