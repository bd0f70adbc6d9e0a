package dev.verdict.live;

import dev.verdict.review.ParsedReview.Readable;
import dev.verdict.review.Review;
import dev.verdict.review.ReviewParser;
import dev.verdict.topics.BriefFetches;
import dev.verdict.topics.TopicsConfig;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Finds the review that a sentiment is about: the two records share their timestamp, and Kafka finds offsets by that. Reads
 * only what is asked for, one question at a time.
 */
@ApplicationScoped
public class ReviewLookup {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(100);
    /** So many of a partition are looked at: those of the same millisecond, and some that came out of order. */
    private static final int MOST_RECORDS = 5_000;

    private final TopicsConfig topics;
    private final Map<String, Object> kafka;
    private Consumer<byte[], byte[]> consumer;

    ReviewLookup(TopicsConfig topics, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.topics = topics;
        this.kafka = kafka;
    }

    /**
     * The review, if it is still on its topic.
     *
     * @param time its timestamp
     * @throws org.apache.kafka.common.KafkaException if the broker does not answer
     */
    public synchronized Optional<Review> find(String id, Instant time) {
        if (consumer == null) {
            consumer = consumer();
        }
        Map<TopicPartition, Long> starts = seek(time);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int seen = 0;
        while (!starts.isEmpty() && seen < MOST_RECORDS * starts.size() && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                seen++;
                if (message.timestamp() == time.toEpochMilli()
                        && ReviewParser.parse(message.value()) instanceof Readable(Review review)
                        && review.id().equals(id)) {
                    return Optional.of(review);
                }
            }
            if (isAtEnd(starts.keySet())) {
                break;
            }
        }
        return Optional.empty();
    }

    /** Goes to where records of that time begin, in the partitions that are given back; the others have none. */
    private Map<TopicPartition, Long> seek(Instant time) {
        List<TopicPartition> partitions = consumer.partitionsFor(topics.reviews()).stream()
                .map(partition -> new TopicPartition(topics.reviews(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> time.toEpochMilli())));
        var starts = new HashMap<TopicPartition, Long>();
        found.forEach((partition, offset) -> {
            if (offset != null) {
                starts.put(partition, offset.offset());
                consumer.seek(partition, offset.offset());
            } else {
                consumer.seekToEnd(Set.of(partition));
            }
        });
        return starts;
    }

    private boolean isAtEnd(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.keySet().retainAll(ConsumerConfig.configNames());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        BriefFetches.addTo(config);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @PreDestroy
    synchronized void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
