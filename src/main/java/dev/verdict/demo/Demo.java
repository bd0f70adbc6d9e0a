package dev.verdict.demo;

import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.launch.Launch;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs {@link DemoApplication} beside a broker of its own. */
public final class Demo {
    private static final int STOP_TIMEOUT_SECONDS = 30;
    private static final int ADMIN_TOKEN_BYTES = 32;

    private Demo() {}

    /**
     * Blocks until the demonstration is over, by itself or by a signal; the broker and its folder are gone then.
     *
     * @param reviews to score before it ends; 0 goes on until it is stopped
     * @param rate reviews sent a second, at least {@value DemoConfig#MIN_RATE}
     * @param httpPort of the service
     * @return exit status
     */
    public static int run(int reviews, double rate, int httpPort) {
        var over = new AtomicBoolean();
        var brokerGone = new CountDownLatch(1);
        // A signal ends the JVM as soon as its hooks are done: this one keeps it until the main thread is through.
        var hold = new Thread(() -> await(brokerGone), "demo-stop");
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Runtime.getRuntime().addShutdownHook(hold);
            kafka.onExit().thenRun(() -> {
                if (!over.get()) {
                    endWithout(kafka);
                }
            });
            System.setProperty("kafka.bootstrap.servers", kafka.bootstrapServers());
            System.setProperty("quarkus.http.port", Integer.toString(httpPort));
            System.setProperty("quarkus.log.level", "WARN");
            System.setProperty("quarkus.log.category.\"org.apache.kafka.streams.KafkaStreams\".level", "WARN");
            System.setProperty("quarkus.log.console.stderr", "true"); // the last line on standard output is the summary
            System.setProperty("verdict.admin.token", adminToken());
            System.setProperty("verdict.roles", "scorer,trainer,api");
            System.setProperty("verdict.demo.reviews", Integer.toString(reviews));
            System.setProperty("verdict.demo.rate", Double.toString(rate));
            int status = Launch.application(DemoApplication.class);
            over.set(true);
            return status;
        } finally {
            brokerGone.countDown();
        }
    }

    /** The one that is set, or a new one for this demonstration. */
    private static String adminToken() {
        String given = System.getenv("VERDICT_ADMIN_TOKEN");
        if (given != null && !given.isEmpty()) {
            return given;
        }
        byte[] random = new byte[ADMIN_TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** The service would wait for its broker for minutes before it stops; there is nothing that it must save. */
    private static void endWithout(EmbeddedKafka kafka) {
        try {
            kafka.close();
        } finally {
            System.err.println("verdict: the demonstration's Kafka broker ended unexpectedly");
            Runtime.getRuntime().halt(1);
        }
    }

    /** Ends the program, should it not have ended by itself in time: Kafka Streams may wait for a broker for ever. */
    static void endInTime() {
        Thread.ofPlatform().daemon().name("demo-halt").start(() -> {
            try {
                TimeUnit.SECONDS.sleep(STOP_TIMEOUT_SECONDS);
                Runtime.getRuntime().halt(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("verdict: the demonstration did not stop within " + STOP_TIMEOUT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
