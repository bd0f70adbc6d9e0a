package dev.verdict.demo;

import dev.verdict.demo.SampleReviews.SampleReview;
import dev.verdict.review.Sentiment;
import dev.verdict.topics.TopicsConfig;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.io.Console;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The service with the sample played into it and its verdicts on the terminal. {@code run} is called on the main thread
 * and returns when all is scored or the program is told to stop; a thread of its own reads the verdicts.
 */
@ApplicationScoped
public class DemoApplication implements QuarkusApplication {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FEEDER_PATIENCE = Duration.ofSeconds(5);
    private static final int STATE_POLL_MILLIS = 20;
    /** The broker is on this machine. */
    private static final int SEND_TIMEOUT_MILLIS = 10_000;

    private final DemoConfig config;
    private final TopicsConfig topics;
    private final KafkaStreams streams;
    private final String bootstrapServers;
    private final int httpPort;
    private final Optional<String> adminToken;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean failed;

    DemoApplication(
            DemoConfig config,
            TopicsConfig topics,
            KafkaStreams streams,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "quarkus.http.port") int httpPort,
            @ConfigProperty(name = "verdict.admin.token") Optional<String> adminToken) {
        this.config = config;
        this.topics = topics;
        this.streams = streams;
        this.bootstrapServers = bootstrapServers;
        this.httpPort = httpPort;
        this.adminToken = adminToken;
    }

    @Override
    public int run(String... args) throws InterruptedException {
        Thread show = Thread.ofPlatform().name("demo").start(this::show);
        Quarkus.waitForExit();
        stopped.countDown();
        show.join();
        return failed ? 1 : 0;
    }

    private void show() {
        try {
            awaitStream();
            playAndPrint();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed = true;
            System.err.println("verdict: the demonstration failed: " + e.getMessage());
            Demo.endInTime();
        } finally {
            Quarkus.asyncExit();
        }
    }

    private void awaitStream() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (streams.state() != KafkaStreams.State.RUNNING) {
            if (stopped.await(STATE_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the stream is " + streams.state() + " after " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private void playAndPrint() throws InterruptedException {
        List<SampleReview> sample = SampleReviews.read();
        Map<String, SampleReview> known =
                sample.stream().collect(Collectors.toMap(SampleReview::id, Function.identity()));
        Console console = System.console();
        var scoreboard = new Scoreboard(console != null && console.isTerminal());
        System.out.printf("The dashboard is at http://localhost:%d (API: /q/swagger-ui); Ctrl-C ends it.%n", httpPort);
        System.out.printf("The Kafka broker is at %s%n", bootstrapServers);
        adminToken.ifPresent(token -> System.out.printf("The token for /api/admin is %s%n", token));
        System.out.println();

        var feeder = new SampleFeeder(sample, config.reviews(), config.rate(), producerSettings(), topics.reviews());
        long start = System.nanoTime();
        long lastVerdict = start;
        Duration patience = PATIENCE.plusMillis(Math.round(1000 / config.rate()));
        Thread feeding = Thread.ofPlatform().daemon().name("demo-feeder").start(feeder);
        try (var verdicts = new VerdictReader(bootstrapServers, topics.sentiments())) {
            while (stopped.getCount() > 0 && (config.reviews() == 0 || scoreboard.scored() < config.reviews())) {
                for (Sentiment sentiment : verdicts.next()) {
                    SampleReview review = known.get(sentiment.id());
                    System.out.println(
                            review == null ? scoreboard.lineOfOther(sentiment) : scoreboard.line(sentiment, review));
                    lastVerdict = System.nanoTime();
                }
                feeder.requireSound();
                if (System.nanoTime() - lastVerdict > patience.toNanos()) {
                    throw new IllegalStateException("no verdict came for " + patience.toSeconds() + " s");
                }
            }
        } finally {
            feeder.stop();
            feeding.join(FEEDER_PATIENCE);
        }
        System.out.println(scoreboard.summary((lastVerdict - start) / 1e9));
    }

    private Map<String, Object> producerSettings() {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_TIMEOUT_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, SEND_TIMEOUT_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * SEND_TIMEOUT_MILLIS);
    }
}
