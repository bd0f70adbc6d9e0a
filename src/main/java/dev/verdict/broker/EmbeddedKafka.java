package dev.verdict.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real broker, alone in its cluster and reachable from this machine only, in a JVM of its own.
 *
 * <p>It is not a part of this JVM because a broker that is closed by one shutdown hook while others still use it makes
 * them hang. It ends with {@link #close()} or when this process ends in any way, SIGKILL too, and deletes its state; until
 * then it serves, so shutdown hooks may rely on it. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    // Measured: 3 to 5 s on two cores, the slower when they are busy.
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    // Measured: 0.5 to 2.3 s.
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int KEPT_LOG_LINES = 50;

    private final Process process;
    private final RecentLines log = new RecentLines(KEPT_LOG_LINES);
    private final CompletableFuture<Void> logEnd;
    private final CompletableFuture<Path> stateFolder = new CompletableFuture<>();
    private final CompletableFuture<String> bootstrapServers = new CompletableFuture<>();

    private EmbeddedKafka(Process process) {
        this.process = process;
        this.logEnd = read("broker-log", () -> log.drain(process.errorReader()));
        read("broker-reports", this::readReports);
    }

    /**
     * Starts a broker and returns when it serves clients.
     *
     * @throws EmbeddedKafkaException if it does not; no process and no folder is left then
     */
    public static EmbeddedKafka start() {
        return start(EmbeddedKafkaOptions.defaults());
    }

    /** @see #start() */
    public static EmbeddedKafka start(EmbeddedKafkaOptions options) {
        EmbeddedKafka kafka = launch(options);
        try {
            kafka.bootstrapServers.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return kafka;
        } catch (ExecutionException | TimeoutException failure) {
            kafka.close();
            throw kafka.failure("The embedded Kafka broker did not start.", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            kafka.close();
            throw kafka.failure("The start of the embedded Kafka broker was interrupted.", interrupted);
        }
    }

    private static EmbeddedKafka launch(EmbeddedKafkaOptions options) {
        try {
            return new EmbeddedKafka(new ProcessBuilder(BrokerProcess.of(options)).start());
        } catch (IOException failure) {
            throw new EmbeddedKafkaException("The JVM of the embedded Kafka broker cannot be run.", failure);
        }
    }

    /** Host and port, as {@code bootstrap.servers} wants them. */
    public String bootstrapServers() {
        return bootstrapServers.join();
    }

    /** Where the broker keeps everything; gone after {@link #close()}. */
    public Path stateFolder() {
        return stateFolder.join();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completed when the broker's process has ended, whether it was closed or died. */
    public CompletableFuture<Void> onExit() {
        return process.onExit().thenAccept(_ -> {});
    }

    /**
     * Stops the broker; when this returns, its process has ended and its folder is gone. Closing again does nothing.
     * Interrupting the caller cuts the orderly stop short.
     */
    @Override
    public synchronized void close() {
        try {
            orderToStop();
            if (!process.waitFor(STOP_LIMIT)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process.onExit().join();
        deleteWhatIsLeft();
    }

    private void orderToStop() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyBroken) {
            log.add("(standard input was closed already: " + alreadyBroken.getMessage() + ")");
        }
    }

    /** A broker that was killed leaves its folder. */
    private void deleteWhatIsLeft() {
        Optional<Path> folder = stateFolder
                .handle((path, noFolder) -> Optional.ofNullable(path))
                .join();
        if (folder.isEmpty()) {
            return;
        }
        try {
            StateFolder.delete(folder.get());
        } catch (IOException failure) {
            throw failure("The folder of the embedded Kafka broker cannot be deleted.", failure);
        }
    }

    private void readReports() {
        try (BufferedReader reports = process.inputReader()) {
            for (String line = reports.readLine(); line != null; line = reports.readLine()) {
                String[] report = line.split(" ", 2);
                switch (report[0]) {
                    case EmbeddedKafkaServer.STATE_FOLDER -> stateFolder.complete(Path.of(report[1]));
                    case EmbeddedKafkaServer.READY -> bootstrapServers.complete(report[1]);
                    default -> log.add(line);
                }
            }
        } catch (IOException failure) {
            log.add("(the reports cannot be read: " + failure.getMessage() + ")");
        } finally {
            var ended = new IllegalStateException("the broker's process ended");
            stateFolder.completeExceptionally(ended);
            bootstrapServers.completeExceptionally(ended);
        }
    }

    /** Only for a process that has ended: waits for its last line. */
    private EmbeddedKafkaException failure(String sentence, Exception cause) {
        logEnd.join();
        return new EmbeddedKafkaException(sentence + System.lineSeparator() + log, cause);
    }

    private static CompletableFuture<Void> read(String threadName, Runnable reader) {
        return CompletableFuture.runAsync(
                reader, task -> Thread.ofPlatform().daemon().name(threadName).start(task));
    }
}
