package dev.verdict.replay;

import dev.verdict.replay.ReplayResult.Obstacle;
import dev.verdict.topics.TopicsConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * Puts dead letters back on the topic that they came from, each once: a letter and the mark that it was put back are one
 * transaction. A replay that is cut off at any point has put back what its committed transactions say, and the next
 * goes on from there. Of two at once the later takes over and the earlier fails. One call a thread.
 */
public final class Replay {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> kafka;
    private final TopicsConfig topics;
    private final InstantSource clock;

    /** @param kafka settings of the clients, {@code bootstrap.servers} at least */
    public Replay(Map<String, Object> kafka, TopicsConfig topics, InstantSource clock) {
        this.kafka = kafka;
        this.topics = topics;
        this.clock = clock;
    }

    /**
     * Handles all dead letters that are there now; those of records that die again meanwhile are for the next time.
     *
     * @throws ReplayException if it cannot be done, or not to the end
     */
    public ReplayResult run(ReplayRequest request) {
        try (Admin admin = Admin.create(ReplayClients.admin(kafka));
                Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        ReplayClients.consumer(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicDescription dead = describe(admin);
            if (request.dryRun()) {
                boolean isMarked = admin.listTopics().names().get().contains(ReplayedLetters.topicOf(topics.dead()));
                ReplayedLetters before = isMarked
                        ? ReplayedLetters.read(consumer, topics.dead(), dead.topicId())
                        : ReplayedLetters.none(topics.dead(), dead.topicId());
                return new Run(request, before, new SourceTopics(admin), new NoWriting()).over(consumer, dead);
            }
            ReplayedLetters.provide(
                    admin,
                    topics.dead(),
                    Optional.of(topics.replicationFactor()).filter(factor -> factor > 0));
            try (var transactions = new Transactions(new KafkaProducer<>(
                    ReplayClients.producer(kafka, topics.dead()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()))) {
                // Only now: no earlier replay can add marks any more.
                ReplayedLetters before = ReplayedLetters.read(consumer, topics.dead(), dead.topicId());
                return new Run(request, before, new SourceTopics(admin), transactions).over(consumer, dead);
            }
        } catch (ExecutionException e) {
            throw new ReplayException(sentence(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new ReplayException(sentence(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplayException("the replay was interrupted", e);
        }
    }

    private TopicDescription describe(Admin admin) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topics.dead()))
                .allTopicNames()
                .get()
                .get(topics.dead());
    }

    private String sentence(Throwable failure) {
        return switch (failure) {
            case UnknownTopicOrPartitionException _ -> "there is no topic " + topics.dead();
            case TimeoutException _ -> "no Kafka broker answers in time at " + kafka.get("bootstrap.servers");
            default -> failure.getMessage();
        };
    }

    /** What is written, where anything is. */
    interface Writing {
        void write(List<ProducerRecord<byte[], byte[]>> together);

        void finish();
    }

    private static final class NoWriting implements Writing {
        @Override
        public void write(List<ProducerRecord<byte[], byte[]>> together) {}

        @Override
        public void finish() {}
    }

    /** One pass over the dead letters. */
    private final class Run {
        private final ReplayRequest request;
        private final ReplayedLetters before;
        private final SourceTopics sources;
        private final Writing writing;

        private final SortedMap<String, Long> replayed = new TreeMap<>();
        private final Map<Obstacle, Long> left = new EnumMap<>(Obstacle.class);
        private long replayedInAll;
        private long replayedBefore;
        private long notWanted;

        Run(ReplayRequest request, ReplayedLetters before, SourceTopics sources, Writing writing) {
            this.request = request;
            this.before = before;
            this.sources = sources;
            this.writing = writing;
        }

        ReplayResult over(Consumer<byte[], byte[]> consumer, TopicDescription dead) {
            List<TopicPartition> partitions = dead.partitions().stream()
                    .map(partition -> new TopicPartition(dead.name(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            before.outdated(consumer.beginningOffsets(partitions)).map(List::of).forEach(writing::write);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    if (message.offset() < ends.get(new TopicPartition(message.topic(), message.partition()))) {
                        handle(message);
                    }
                }
            }
            writing.finish();
            return new ReplayResult(topics.dead(), replayed, replayedBefore, notWanted, left);
        }

        private void handle(ConsumerRecord<byte[], byte[]> message) {
            if (before.contains(message)) {
                replayedBefore++;
                return;
            }
            Optional<DeadLetter> letter = DeadLetter.of(message);
            if (letter.isEmpty()) {
                left.merge(Obstacle.NO_DEAD_LETTER, 1L, Long::sum);
            } else if (!request.matches(letter.get()) || request.isReached(replayedInAll)) {
                notWanted++;
            } else {
                replay(letter.get());
            }
        }

        private void replay(DeadLetter letter) {
            ProducerRecord<byte[], byte[]> revived = letter.record();
            Optional<Obstacle> obstacle =
                    letter.isWhole() ? sources.obstacle(revived) : Optional.of(Obstacle.TRUNCATED);
            if (obstacle.isPresent()) {
                left.merge(obstacle.get(), 1L, Long::sum);
                return;
            }
            writing.write(List.of(revived, before.mark(letter.message(), clock.instant())));
            replayed.merge(letter.reason(), 1L, Long::sum);
            replayedInAll++;
        }
    }
}
