package dev.verdict.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A broker in a JVM of its own that can go and come back, with the same ports and the same log folder. Its settings for groups
 * and transactions are Kafka's own, so that pauses are those of any cluster.
 */
final class FaultBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    // Below the ports that the system gives to connections: while the broker is away, none of them may take its own.
    private static final int FIRST_PORT = 21_000;
    private static final int LAST_PORT = 29_000;

    private final Path folder;
    private final int port = freePort(FIRST_PORT);
    private final int controllerPort = freePort(port + 1);
    private Process process;

    /** @param folder where it keeps its log folder and what it says */
    FaultBroker(Path folder) {
        this.folder = folder;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Returns when it serves clients. */
    void start() throws Exception {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultBrokerProgram.class.getName(),
                        folder.resolve("broker").toString(),
                        Integer.toString(port),
                        Integer.toString(controllerPort))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker.log").toFile()))
                .start();
        Process started = process;
        String said = CompletableFuture.supplyAsync(() -> lastLineUntilReady(started))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!FaultBrokerProgram.READY.equals(said)) {
            throw new IllegalStateException("the broker did not start, see " + folder.resolve("broker.log"));
        }
    }

    private static String lastLineUntilReady(Process broker) {
        return broker.inputReader()
                .lines()
                .filter(FaultBrokerProgram.READY::equals)
                .findFirst()
                .orElse("");
    }

    /** After a scenario that failed while it was away. */
    void startIfGone() throws Exception {
        if (process == null || !process.isAlive()) {
            start();
        }
    }

    /** Stops it in order, as an update would. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE)) {
            throw new IllegalStateException("the broker does not stop");
        }
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private static int freePort(int from) {
        return IntStream.rangeClosed(from, LAST_PORT)
                .filter(FaultBroker::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no port is free from " + from + " to " + LAST_PORT));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException _) {
            return false; // another program has it
        }
    }
}
