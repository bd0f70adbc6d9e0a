package dev.verdict.retraining;

import dev.verdict.roles.Roles;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Stands in line for the lead: the trainer that has the only partition of the requests topic trains, and Kafka gives it to
 * another when that one dies. Nothing is committed: each new leader reads all requests and passes over those that are done.
 */
@ApplicationScoped
class Trainer {
    private static final Logger LOG = Logger.getLogger(Trainer.class);
    private static final String GROUP = "verdict-trainers";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration READ_PATIENCE = Duration.ofSeconds(20);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;
    private static final int BATCH_SIZE = 32;

    private final Roles roles;
    private final RetrainingConfig config;
    private final RunFollower follower;
    private final TrainingRuns runs;
    private final RunWork work;
    private final Map<String, Object> kafka;
    private final String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final ExecutorService oneByOne = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("training").factory());
    private final ForkJoinPool threads;

    Trainer(
            Roles roles,
            RetrainingConfig config,
            RunFollower follower,
            TrainingRuns runs,
            RunWork work,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.roles = roles;
        this.config = config;
        this.follower = follower;
        this.runs = runs;
        this.work = work;
        this.kafka = kafka;
        this.threads = new ForkJoinPool(config.threads(), LowPriority::worker, null, false);
    }

    void onStart(@Observes StartupEvent event) {
        if (roles.trainer()) {
            Thread.ofPlatform().daemon().name("trainer").start(this::standInLine);
        } else {
            done.countDown();
        }
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        done.await(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void execute(Runnable run) {
        oneByOne.execute(() -> threads.submit(run).join());
    }

    private void standInLine() {
        try {
            while (stopped.getCount() > 0) {
                if (follower.problem().isEmpty()) {
                    standInLineOnce();
                }
                stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    private void standInLineOnce() throws InterruptedException {
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings(), bytes, bytes);
                var turn = new Turn(consumer)) {
            consumer.subscribe(List.of(config.topics().requests()), turn);
            while (stopped.getCount() > 0) {
                turn.handle(consumer.poll(POLL));
            }
            turn.leave();
        } catch (KafkaException e) {
            LOG.warnf("The trainer stands in line anew: %s", e.getMessage());
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // Whoever comes later takes nothing from the one that trains.
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MILLIS / 4);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }

    /** One stay in the group, with the lead or without. */
    private final class Turn implements ConsumerRebalanceListener, AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private RunEvents events;
        private TrainerLead lead;

        Turn(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            consumer.seekToBeginning(partitions);
            events = new RunEvents(config.topics().events(), kafka);
            lead = new TrainerLead(
                    name, runs, work, BATCH_SIZE, events::write, Trainer.this::execute, InstantSource.system());
            LOG.info("This instance is the trainer");
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                leave();
                close();
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            close();
        }

        void handle(ConsumerRecords<byte[], byte[]> requests) throws InterruptedException {
            if (lead == null) {
                return;
            }
            events.requireSound();
            if (!requests.isEmpty() && !follower.readToEnd(READ_PATIENCE)) {
                throw new KafkaException("the training runs cannot be read to their end");
            }
            for (var message : requests) {
                if (message.value() != null) {
                    RunJson.read(message.value(), TrainingRequest.class).ifPresent(lead::consider);
                }
            }
            lead.beat();
        }

        void leave() {
            if (lead != null) {
                lead.leave();
            }
        }

        @Override
        public void close() {
            if (lead != null) {
                lead.forget();
                lead = null;
                events.close();
            }
        }
    }
}
