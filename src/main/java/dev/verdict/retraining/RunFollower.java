package dev.verdict.retraining;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Reads requests and events from their beginning and goes on following them; on one thread, the only one that changes {@link TrainingRuns}. */
@Singleton // and so made before the thread of whoever needs it, which may live on when a start fails
public class RunFollower {
    private static final Logger LOG = Logger.getLogger(RunFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TrainingTopics topics;
    private final RetrainingConfig.Topics names;
    private final TrainingRuns runs;
    private final Map<String, Object> kafka;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private volatile String problem = "the topics of the training runs were not looked at yet";

    RunFollower(
            TrainingTopics topics,
            RetrainingConfig config,
            TrainingRuns runs,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.topics = topics;
        this.names = config.topics();
        this.runs = runs;
        this.kafka = kafka;
    }

    void onStart(@Observes StartupEvent event) {
        Thread.ofPlatform().daemon().name("training-runs").start(this::follow);
    }

    void onStop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    /** Why the runs are not known, if so. */
    public Optional<String> problem() {
        return Optional.of(problem).filter(sentence -> !sentence.isEmpty());
    }

    /** Waits until all that stands on the topics now was read; false if that took too long. */
    boolean readToEnd(Duration patience) throws InterruptedException {
        var read = new CompletableFuture<Void>();
        waiting.add(read);
        try {
            read.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } finally {
            waiting.remove(read);
        }
    }

    private void follow() {
        try {
            while (stopped.getCount() > 0) {
                report(topics.prepare().orElse(""));
                if (problem.isEmpty()) {
                    followOnce();
                }
                stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followOnce() {
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings(), bytes, bytes)) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(names.requests(), 0), new TopicPartition(names.events(), 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (stopped.getCount() > 0) {
                answerThoseWhoWait(consumer, partitions);
                consumer.poll(POLL).forEach(this::read);
            }
        } catch (KafkaException e) {
            report("the training runs cannot be followed: " + e.getMessage());
        }
    }

    private void answerThoseWhoWait(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        List<CompletableFuture<Void>> askedBefore = List.copyOf(waiting);
        if (askedBefore.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            consumer.poll(POLL).forEach(this::read);
        }
        askedBefore.forEach(asked -> asked.complete(null));
    }

    private void read(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return; // nobody of ours forgets a run
        }
        if (message.topic().equals(names.requests())) {
            RunJson.read(message.value(), TrainingRequest.class).ifPresent(runs::requested);
        } else {
            RunJson.read(message.value(), TrainingRun.class).ifPresent(runs::changed);
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ConsumerConfig.configNames());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }

    private void report(String sentence) {
        if (!sentence.equals(problem) && !sentence.isEmpty()) {
            LOG.warnf("No training runs for now: %s", sentence);
        }
        problem = sentence;
    }
}
