package dev.verdict.replay;

import dev.verdict.review.RejectionReason;
import dev.verdict.topics.TopicsConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * The newest dead letters. They are looked for from the end of the topic, and no further back than {@value #MAX_BYTES} bytes
 * of them: a reason that was rare for long may not be found though there are letters of it. Safe for concurrent use.
 */
public final class NewestLetters {
    private static final int WINDOW = 500;
    private static final long MAX_BYTES = 64L << 20;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Comparator<StoredLetter> NEWEST_FIRST = Comparator.comparing(StoredLetter::timestamp)
            .thenComparing(StoredLetter::offset)
            .reversed();

    private final Map<String, Object> kafka;
    private final TopicsConfig topics;

    /** @param kafka settings of the clients, {@code bootstrap.servers} at least */
    public NewestLetters(Map<String, Object> kafka, TopicsConfig topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /**
     * Some of the letters.
     *
     * @param letters the newest first
     * @param isComplete whether all were looked at, so that older ones would not be found by looking further
     */
    public record Page(List<StoredLetter> letters, boolean isComplete) {
        public Page {
            letters = List.copyOf(letters);
        }
    }

    /**
     * Reads the newest letters of each partition.
     *
     * @param reason only those that died of it
     * @param limit most of them, at least 1
     * @throws ReplayException if they cannot be read
     */
    public Page read(Optional<RejectionReason> reason, int limit) {
        try (Admin admin = Admin.create(ReplayClients.admin(kafka));
                Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        ReplayClients.consumer(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicDescription dead = admin.describeTopics(List.of(topics.dead()))
                    .allTopicNames()
                    .get()
                    .get(topics.dead());
            boolean isMarked = admin.listTopics().names().get().contains(ReplayedLetters.topicOf(topics.dead()));
            ReplayedLetters replayed = isMarked
                    ? ReplayedLetters.read(consumer, topics.dead(), dead.topicId())
                    : ReplayedLetters.none(topics.dead(), dead.topicId());
            return new Search(consumer, replayed, reason, limit).over(dead);
        } catch (ExecutionException e) {
            throw new ReplayException(
                    e.getCause() instanceof UnknownTopicOrPartitionException
                            ? "there is no topic " + topics.dead()
                            : e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplayException("reading the dead letters was interrupted", e);
        } catch (KafkaException e) {
            throw new ReplayException("the dead letters cannot be read: " + e.getMessage(), e);
        }
    }

    /** One look from the end backwards, window by window of each partition. */
    private static final class Search {
        private final Consumer<byte[], byte[]> consumer;
        private final ReplayedLetters replayed;
        private final Optional<RejectionReason> reason;
        private final int limit;
        private final List<StoredLetter> found = new ArrayList<>();
        private long bytes;

        Search(
                Consumer<byte[], byte[]> consumer,
                ReplayedLetters replayed,
                Optional<RejectionReason> reason,
                int limit) {
            this.consumer = consumer;
            this.replayed = replayed;
            this.reason = reason;
            this.limit = limit;
        }

        Page over(TopicDescription dead) {
            List<TopicPartition> partitions = dead.partitions().stream()
                    .map(partition -> new TopicPartition(dead.name(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            boolean isComplete = true;
            for (TopicPartition partition : partitions) {
                isComplete &= lookThrough(partition, beginnings.get(partition), ends.get(partition));
            }
            found.sort(NEWEST_FIRST);
            return new Page(found.subList(0, Math.min(limit, found.size())), isComplete);
        }

        /** Whether it came to the partition's beginning. */
        private boolean lookThrough(TopicPartition partition, long beginning, long end) {
            consumer.assign(List.of(partition));
            int before = found.size();
            long until = end;
            while (until > beginning && found.size() - before < limit && bytes < MAX_BYTES) {
                long from = Math.max(beginning, until - WINDOW);
                consumer.seek(partition, from);
                while (consumer.position(partition) < until) {
                    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                        bytes += Math.max(0, message.serializedValueSize());
                        if (message.offset() < until) {
                            add(message);
                        }
                    }
                }
                until = from;
            }
            return until <= beginning;
        }

        private void add(ConsumerRecord<byte[], byte[]> message) {
            DeadLetter.of(message)
                    .filter(letter ->
                            reason.stream().allMatch(wanted -> wanted.name().equals(letter.reason())))
                    .ifPresent(letter -> found.add(StoredLetter.of(letter, replayed.contains(message))));
        }
    }
}
