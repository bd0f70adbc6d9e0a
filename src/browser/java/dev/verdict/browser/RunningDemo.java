package dev.verdict.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code demo} as a user runs it, on a free port. */
final class RunningDemo implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern DASHBOARD = Pattern.compile("The dashboard is at (http://localhost:\\d+)");
    private static final Pattern BROKER = Pattern.compile("The Kafka broker is at (\\S+)");

    private final Process process;
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> url = new CompletableFuture<>();
    private final CompletableFuture<String> broker = new CompletableFuture<>();

    private RunningDemo(Process process) {
        this.process = process;
        Thread.ofVirtual().start(() -> read(process.inputReader(UTF_8), this::look));
        Thread.ofVirtual().start(() -> read(process.errorReader(UTF_8), errors::add));
    }

    /** @param environment besides the administrator's token */
    static RunningDemo start(double rate, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                "target/quarkus-app/quarkus-run.jar",
                "demo",
                "--rate",
                Double.toString(rate),
                "--port",
                "0");
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("VERDICT_ADMIN_TOKEN", TOKEN);
        builder.environment().putAll(environment);
        return new RunningDemo(builder.start());
    }

    /** Where the dashboard is, once the demo runs. */
    String url() throws Exception {
        return await(url);
    }

    /** Puts a record on the reviews topic, whatever it is. */
    void send(String key, String value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", await(broker));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("reviews", key, value)).get();
        }
    }

    /** It neither answers nor closes a connection until {@link #thaw()}. */
    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("kill -" + name + " gave " + status);
        }
    }

    private String await(CompletableFuture<String> told) throws Exception {
        try {
            return told.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the demo ended: " + errors, e);
        }
    }

    private void look(String line) {
        Matcher dashboard = DASHBOARD.matcher(line);
        Matcher kafka = BROKER.matcher(line);
        if (dashboard.find()) {
            url.complete(dashboard.group(1));
        } else if (kafka.find()) {
            broker.complete(kafka.group(1));
        }
    }

    private void read(BufferedReader output, Consumer<String> line) {
        try (output) {
            output.lines().forEach(line);
        } catch (IOException e) {
            errors.add("(its output cannot be read: " + e.getMessage() + ")");
        } finally {
            var end = new AssertionError("its output has ended");
            url.completeExceptionally(end);
            broker.completeExceptionally(end);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join(); // its broker ends with it
    }
}
