package dev.verdict.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Which dead letters have been put back: a compacted topic with a mark for each, written in the transaction that puts it
 * back. A mark names the dead letter topic's own id, since offsets begin anew when a topic is made again, its partition
 * and the offset.
 */
final class ReplayedLetters {
    private static final Duration POLL = Duration.ofMillis(200);

    private final TopicPartition marks;
    private final Uuid deadTopic;
    private final Set<String> keys = new HashSet<>();

    /** @param deadTopic id of the topic that the letters lie on */
    private ReplayedLetters(TopicPartition marks, Uuid deadTopic) {
        this.marks = marks;
        this.deadTopic = deadTopic;
    }

    /** The topic with the marks of that topic of dead letters. */
    static String topicOf(String dead) {
        return dead + ".replayed";
    }

    /**
     * Reads all marks.
     *
     * @param consumer of committed records; assigned to other partitions afterwards
     */
    static ReplayedLetters read(Consumer<byte[], byte[]> consumer, String dead, Uuid deadTopic) {
        var letters = new ReplayedLetters(new TopicPartition(topicOf(dead), 0), deadTopic);
        letters.readToEnd(consumer);
        return letters;
    }

    /** None, where there is no topic of marks yet. */
    static ReplayedLetters none(String dead, Uuid deadTopic) {
        return new ReplayedLetters(new TopicPartition(topicOf(dead), 0), deadTopic);
    }

    /**
     * Makes the topic, unless it is there.
     *
     * @throws ReplayException if it is there and could lose marks
     */
    static void provide(Admin admin, String dead, Optional<Short> replicationFactor)
            throws ExecutionException, InterruptedException {
        String topic = topicOf(dead);
        try {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), replicationFactor)
                            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            requireKept(admin, topic);
        }
    }

    private static void requireKept(Admin admin, String topic) throws ExecutionException, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        String policy = admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value();
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new ReplayException("topic " + topic + " has cleanup.policy=" + policy
                    + " and would forget which letters were put back: set it to compact");
        }
    }

    private void readToEnd(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = List.of(marks);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long end = consumer.endOffsets(partitions).get(marks);
        while (consumer.position(marks) < end) {
            for (ConsumerRecord<byte[], byte[]> mark : consumer.poll(POLL)) {
                String key = new String(mark.key(), UTF_8);
                if (mark.value() == null) {
                    keys.remove(key);
                } else {
                    keys.add(key);
                }
            }
        }
    }

    boolean contains(ConsumerRecord<byte[], byte[]> letter) {
        return keys.contains(key(letter.partition(), letter.offset()));
    }

    ProducerRecord<byte[], byte[]> mark(ConsumerRecord<byte[], byte[]> letter, Instant now) {
        return new ProducerRecord<>(
                marks.topic(),
                marks.partition(),
                key(letter.partition(), letter.offset()).getBytes(UTF_8),
                now.toString().getBytes(UTF_8));
    }

    /**
     * Takes back the marks of letters that are not there any more.
     *
     * @param beginnings the first offset that each partition of the dead letters still has
     */
    Stream<ProducerRecord<byte[], byte[]>> outdated(Map<TopicPartition, Long> beginnings) {
        return keys.stream().filter(key -> isOutdated(key, beginnings)).map(key -> {
            byte[] tombstone = null;
            return new ProducerRecord<>(marks.topic(), marks.partition(), key.getBytes(UTF_8), tombstone);
        });
    }

    private boolean isOutdated(String key, Map<TopicPartition, Long> beginnings) {
        return beginnings.entrySet().stream().noneMatch(beginning -> {
            String ofPartition = key(beginning.getKey().partition());
            return key.startsWith(ofPartition)
                    && Long.parseLong(key.substring(ofPartition.length())) >= beginning.getValue();
        });
    }

    private String key(int partition, long offset) {
        return key(partition) + offset;
    }

    private String key(int partition) {
        return deadTopic + "/" + partition + "/";
    }
}
