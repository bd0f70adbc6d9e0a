package dev.verdict.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} as a user runs it: a process whose settings are its environment. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (https?)://[^:]+:(\\d+)");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> url = new CompletableFuture<>();

    private ServiceProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** With nothing of the tests' own environment, and on a free port unless another is given. */
    public static ServiceProcess start(Map<String, String> environment) throws IOException {
        return start(List.of("--add-modules", "jdk.incubator.vector"), environment);
    }

    /** For where its speed does not matter: without vectors and with the quick compiler only it starts with less. */
    public static ServiceProcess startSmall(Map<String, String> environment) throws IOException {
        return start(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), environment);
    }

    private static ServiceProcess start(List<String> jvmOptions, Map<String, String> environment) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                "target/quarkus-app/quarkus-run.jar",
                "serve"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        return new ServiceProcess(builder.start());
    }

    /** Where it listens, once it does. */
    public String url() throws Exception {
        return url.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Its exit status, once it has ended by itself. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE)) {
            throw new AssertionError("the service goes on: " + output);
        }
        return process.exitValue();
    }

    /** All lines so far. */
    public List<String> output() {
        return output;
    }

    ProcessHandle.Info info() {
        return process.info();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            lines.lines().forEach(line -> {
                output.add(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    url.complete(listening.group(1) + "://localhost:" + listening.group(2));
                }
            });
        } catch (IOException e) {
            output.add("(its output cannot be read: " + e.getMessage() + ")");
        } finally {
            url.completeExceptionally(new AssertionError("the service ended before it listened: " + output));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
