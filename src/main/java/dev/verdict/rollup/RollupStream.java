package dev.verdict.rollup;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import dev.verdict.roles.Roles;
import dev.verdict.stream.AbandonedTransactions;
import dev.verdict.stream.FailedThreads;
import dev.verdict.stream.SteadyTime;
import dev.verdict.stream.StreamLag;
import dev.verdict.stream.StreamSettings;
import dev.verdict.stream.ThreadCommits;
import dev.verdict.topics.TopicsConfig;
import dev.verdict.topics.TopicsReady;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.interceptor.Interceptor;

/**
 * Runs the rollups in a Kafka Streams of their own, beside that of scoring, on instances with the role {@code api}. Starts once the
 * topics are there and the instance's address is known, on a thread of its own: nobody waits for it.
 */
@ApplicationScoped
class RollupStream {
    private static final Logger LOG = Logger.getLogger(RollupStream.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final String ID_SUFFIX = "-rollups";

    private final RollupConfig config;
    private final RollupSettings settings;
    private final TopicsConfig topics;
    private final boolean isOn;
    private final Map<String, Object> kafka;
    private final String applicationId;
    private final PeerSecret secret;
    private final MeterRegistry registry;
    private final HttpServer server;
    private final Optional<AdvertisedUrl> advertised;

    private final CountDownLatch topicsThere = new CountDownLatch(1);
    private final CountDownLatch listening = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Running running; // guarded by this

    /** What there is once the stream was made. */
    record Running(
            KafkaStreams streams,
            FailedThreads threads,
            AbandonedTransactions transactions,
            AdvertisedUrl self,
            LocalRollups local,
            PeerClient peers) {
        void close() {
            threads.stop();
            streams.close(CloseOptions.timeout(CLOSE_LIMIT).withGroupMembershipOperation(LEAVE_GROUP));
            transactions.close();
            peers.close();
        }
    }

    RollupStream(
            RollupConfig config,
            TopicsConfig topics,
            Roles roles,
            PeerSecret secret,
            MeterRegistry registry,
            HttpServer server,
            @ConfigProperty(name = StreamSettings.APPLICATION_ID) String applicationId,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = config;
        this.settings = RollupSettings.of(config);
        this.topics = topics;
        this.isOn = config.enabled() && roles.api();
        this.kafka = kafka;
        this.applicationId = applicationId + ID_SUFFIX;
        this.secret = secret;
        this.registry = registry;
        this.server = server;
        this.advertised = config.advertisedUrl().map(AdvertisedUrl::parse);
    }

    RollupSettings settings() {
        return settings;
    }

    /** @throws RollupsUnavailableException if it is switched off, or has not started yet */
    synchronized Running running() {
        if (!isOn) {
            throw new RollupsUnavailableException("this instance counts no subjects (verdict.rollup.enabled)");
        }
        if (running == null) {
            throw new RollupsUnavailableException("the rollups have not started yet");
        }
        return running;
    }

    void onStart(@Observes StartupEvent event) {
        if (isOn) {
            Thread.ofPlatform().daemon().name("rollup-start").start(this::start);
        }
    }

    void onTopics(@Observes TopicsReady event) {
        topicsThere.countDown();
    }

    void onListening(@ObservesAsync HttpServerStart event) {
        listening.countDown();
    }

    void onListeningTo(@ObservesAsync HttpsServerStart event) {
        listening.countDown();
    }

    /** Before Quarkus closes what it uses; it leaves its group, so that others take over at once. */
    void onStop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        stopped.countDown();
        topicsThere.countDown();
        listening.countDown();
        synchronized (this) {
            if (running != null) {
                running.close();
            }
        }
    }

    private void start() {
        try {
            topicsThere.await();
            if (advertised.isEmpty()) {
                listening.await();
            }
            if (isTopicThere()) {
                run(advertised.orElseGet(() -> AdvertisedUrl.ofThisMachine(server.getPort())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The rollups cannot start; scoring goes on without them", e);
        }
    }

    /** Waits until it is; not so when the service ends meanwhile. */
    private boolean isTopicThere() throws InterruptedException {
        Map<String, Object> admin = new HashMap<>(kafka);
        admin.keySet().retainAll(AdminClientConfig.configNames());
        admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        var topic = new RollupTopic(topics, settings);
        String last = "";
        while (stopped.getCount() > 0) {
            Optional<String> problem = problem(topic, admin);
            if (problem.isEmpty()) {
                return true;
            }
            if (!problem.get().equals(last)) {
                last = problem.get();
                LOG.warnf("The rollups wait: %s", last);
            }
            stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        return false;
    }

    private static Optional<String> problem(RollupTopic topic, Map<String, Object> settings)
            throws InterruptedException {
        try (Admin admin = Admin.create(settings)) {
            return topic.ensure(admin);
        } catch (KafkaException e) {
            return Optional.of("the Kafka client cannot be set up: " + e.getMessage());
        }
    }

    private synchronized void run(AdvertisedUrl self) {
        if (stopped.getCount() == 0) {
            return;
        }
        var metrics = new RollupMetrics(registry, settings.windows());
        var streams = new KafkaStreams(
                RollupTopology.build(topics, settings, metrics, InstantSource.system()),
                new StreamsConfig(streamsSettings(self)),
                new SteadyTime());
        var threads = new FailedThreads(
                streams::addStreamThread,
                () -> {},
                thread -> ThreadCommits.any(streams, thread),
                InstantSource.system());
        streams.setUncaughtExceptionHandler(threads);
        var local = new LocalRollups(streams, settings);
        metrics.watch(
                local::subjects,
                () -> StreamLag.of(streams.metrics(), topics.sentiments()),
                () -> streams.state() == KafkaStreams.State.RUNNING ? 1 : 0);
        var transactions = new AbandonedTransactions(kafka, applicationId);
        streams.setStateListener(transactions);
        running = new Running(streams, threads, transactions, self, local, new PeerClient(self, secret));
        streams.start();
    }

    private Properties streamsSettings(AdvertisedUrl self) {
        var streams = new Properties();
        streams.putAll(StreamSettings.connections());
        streams.putAll(kafka);
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        streams.put(StreamsConfig.APPLICATION_SERVER_CONFIG, self.server());
        streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        streams.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.intervalMillis());
        streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        streams.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys());
        streams.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // As for scoring: the least that brokers allow by default.
        streams.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        streams.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 500);
        return streams;
    }
}
