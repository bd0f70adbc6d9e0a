package dev.verdict.registry;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads the registry's topics, on one thread and for as long as the program runs. What it publishes as the state is never
 * older than what the topics said when it began. Starts anew from the beginning after a failure.
 */
final class RegistryReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RegistryReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ClientSettings kafka;
    private final RegistryTopics topics;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Queue<Waiter> newWaiters = new ConcurrentLinkedQueue<>();
    private volatile RegistryState state = RegistryState.EMPTY;
    private volatile String problem = "not looked at yet";
    private volatile Consumer<byte[], byte[]> consumer;

    // Of the reading thread
    private final List<Waiter> waiters = new ArrayList<>();
    private RegistryState building = RegistryState.EMPTY;

    /** @param targets next offsets to be read when it is done; null for the ends of the moment */
    private record Waiter(Map<TopicPartition, Long> targets, CompletableFuture<RegistryState> done) {}

    RegistryReader(ClientSettings kafka, RegistryTopics topics) {
        this.kafka = kafka;
        this.topics = topics;
        this.thread = Thread.ofPlatform().daemon().name("model-registry").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    RegistryState state() {
        return state;
    }

    /** @param listener called on the reading thread when the state has changed; must be quick */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** What keeps the topics from being read, if anything. */
    Optional<String> problem() {
        return Optional.of(problem).filter(sentence -> !sentence.isEmpty());
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Done when all is read that is on the topics by then. */
    CompletableFuture<RegistryState> readToEnd() {
        return await(null);
    }

    /** Done when that record is read. */
    CompletableFuture<RegistryState> read(TopicPartition partition, long offset) {
        return await(Map.of(partition, offset + 1));
    }

    private CompletableFuture<RegistryState> await(Map<TopicPartition, Long> targets) {
        var waiter = new Waiter(targets, new CompletableFuture<>());
        newWaiters.add(waiter);
        return waiter.done;
    }

    @Override
    public void close() {
        stopped.countDown();
        Consumer<byte[], byte[]> reading = consumer;
        if (reading == null) {
            thread.interrupt(); // it waits for brokers or topics
        } else {
            reading.wakeup();
        }
        try {
            thread.join(PAUSE.multipliedBy(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isStopped()) {
            try {
                if (areTopicsThere()) {
                    follow();
                }
            } catch (InterruptedException | InterruptException | WakeupException _) {
                return; // it is closed
            } catch (KafkaException e) {
                report("the registry's topics cannot be read: " + e.getMessage());
            }
            pause();
        }
    }

    private boolean areTopicsThere() throws InterruptedException {
        try (Admin admin = Admin.create(kafka.admin())) {
            Optional<String> found = topics.ensure(admin);
            found.ifPresent(this::report);
            return found.isEmpty();
        } catch (ExecutionException e) {
            report("no Kafka broker answers at " + kafka.brokers() + ": "
                    + e.getCause().getMessage());
            return false;
        }
    }

    private void follow() {
        var deserializer = new ByteArrayDeserializer();
        try (var reading = new KafkaConsumer<>(kafka.consumer(), deserializer, deserializer)) {
            consumer = reading;
            reading.assign(topics.partitions());
            reading.seekToBeginning(topics.partitions());
            Map<TopicPartition, Long> ends = reading.endOffsets(topics.partitions());
            building = RegistryState.EMPTY;
            boolean isAtEnd = false;
            while (!isStopped()) {
                boolean isChanged = false;
                for (ConsumerRecord<byte[], byte[]> message : reading.poll(POLL)) {
                    building = building.with(recordOf(message));
                    isChanged = true;
                }
                // A poll that brings nothing is no sign of the end.
                if (!isAtEnd && isReached(ends, reading)) {
                    isAtEnd = true;
                    isChanged = true;
                    report("");
                }
                if (isAtEnd && isChanged) {
                    publish();
                }
                if (isAtEnd) {
                    serveWaiters(reading);
                }
            }
        } finally {
            consumer = null;
        }
    }

    private void publish() {
        building.refused().stream()
                .filter(refused -> !state.refused().contains(refused))
                .forEach(refused -> LOG.errorf(
                        "Refused record %s of topic %s, offset %d: %s",
                        refused.key(), refused.topic(), refused.offset(), refused.reason()));
        state = building;
        listeners.forEach(Runnable::run);
    }

    private void serveWaiters(Consumer<byte[], byte[]> reading) {
        for (Waiter fresh = newWaiters.poll(); fresh != null; fresh = newWaiters.poll()) {
            waiters.add(
                    fresh.targets == null ? new Waiter(reading.endOffsets(topics.partitions()), fresh.done) : fresh);
        }
        waiters.removeIf(waiter -> {
            if (isReached(waiter.targets, reading)) {
                waiter.done.complete(state);
            }
            return waiter.done.isDone();
        });
    }

    private static boolean isReached(Map<TopicPartition, Long> targets, Consumer<byte[], byte[]> reading) {
        return targets.entrySet().stream().allMatch(target -> reading.position(target.getKey()) >= target.getValue());
    }

    private RegistryRecord recordOf(ConsumerRecord<byte[], byte[]> message) {
        return new RegistryRecord(
                topics.sourceOf(message.topic()),
                message.topic(),
                message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8),
                message.value(),
                message.offset(),
                Instant.ofEpochMilli(message.timestamp()),
                message.headers().lastHeader(ReportHeader.NAME) != null);
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void pause() {
        try {
            stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopped.countDown();
        }
    }

    private void report(String sentence) {
        if (!sentence.isEmpty() && !sentence.equals(problem)) {
            LOG.warnf("Waiting for the model registry: %s", sentence);
        }
        problem = sentence;
    }
}
