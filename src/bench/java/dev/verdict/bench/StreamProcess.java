package dev.verdict.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verdict.stream.StockStream;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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

/** An instance of what is measured, in a JVM of its own with the flags that users' have. */
final class StreamProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private URI url;

    private StreamProcess(Process process) {
        this.process = process;
    }

    /** The packaged program's {@code serve}; returns once it is ready. */
    static StreamProcess service(Path root, Map<String, String> environment) {
        Path program = root.resolve("target/quarkus-app/quarkus-run.jar");
        StreamProcess service = start(List.of("-jar", program.toString(), "serve"), environment);
        service.url = URI.create("http://localhost:" + service.await(LISTENING));
        service.awaitReady(service.url.resolve("/q/health/ready"));
        return service;
    }

    /** Stock Deeplearning4j in the same topology, one record at a time; returns once it runs. */
    static StreamProcess stock(Map<String, String> environment) {
        StreamProcess stock =
                start(List.of("-cp", System.getProperty("java.class.path"), StockStream.class.getName()), environment);
        stock.await(Pattern.compile("(" + StockStream.READY + ")"));
        return stock;
    }

    private static StreamProcess start(List<String> arguments, Map<String, String> environment) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        String options = System.getenv("VERDICT_STREAM_JAVA_OPTS");
        if (options != null && !options.isBlank()) {
            command.addAll(List.of(options.strip().split("\\s+")));
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        try {
            return new StreamProcess(builder.start());
        } catch (IOException e) {
            throw new IllegalStateException("an instance cannot be started", e);
        }
    }

    /** Reads what it prints until the pattern is found, and drops the rest. */
    private String await(Pattern pattern) {
        var found = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().start(() -> {
            var lines = new ArrayList<String>();
            try (BufferedReader out = process.inputReader(UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    Matcher matcher = pattern.matcher(line);
                    if (found.isDone()) {
                        System.err.println("  " + line);
                    } else if (matcher.find()) {
                        found.complete(matcher.group(1));
                    } else {
                        lines.add(line);
                    }
                }
            } catch (IOException e) {
                lines.add(e.toString());
            }
            found.completeExceptionally(new IllegalStateException("an instance ended:\n" + String.join("\n", lines)));
        });
        return found.orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void awaitReady(URI health) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            long deadline = System.nanoTime() + START_LIMIT.toNanos();
            HttpRequest request = HttpRequest.newBuilder(health).build();
            while (client.send(request, BodyHandlers.discarding()).statusCode() != 200) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("an instance is not ready after " + START_LIMIT.toSeconds() + " s");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException e) {
            throw new IllegalStateException("an instance does not answer", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Of a service. */
    URI url() {
        return url;
    }

    /** Of the processor, since it started. */
    double cpuSeconds() {
        return cpuSeconds(process.toHandle());
    }

    static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** Resident now, in MiB; 0 where the system does not say. */
    double residentMebibytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException _) {
            return 0;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
