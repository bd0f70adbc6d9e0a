package dev.verdict.replay;

import dev.verdict.replay.ReplayResult.Obstacle;
import dev.verdict.topics.TopicLimits;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The topics that dead letters came from, as they are now. A record that one of them refused would abort a transaction. */
final class SourceTopics {
    private final Admin admin;
    private final Map<String, Optional<Topic>> seen = new HashMap<>();

    private record Topic(int partitions, int maxMessageBytes) {}

    SourceTopics(Admin admin) {
        this.admin = admin;
    }

    /** What keeps the record from its topic, if anything does. */
    Optional<Obstacle> obstacle(ProducerRecord<byte[], byte[]> message) {
        Optional<Topic> topic = seen.computeIfAbsent(message.topic(), this::describe);
        if (topic.isEmpty() || message.partition() >= topic.get().partitions()) {
            return Optional.of(Obstacle.NO_SOURCE);
        }
        TopicLimits limit = _ -> topic.get().maxMessageBytes();
        long room = limit.roomForValue(message.topic(), message.key(), message.headers());
        int bytes = message.value() == null ? 0 : message.value().length;
        return bytes > room ? Optional.of(Obstacle.TOO_LARGE) : Optional.empty();
    }

    private Optional<Topic> describe(String name) {
        try {
            int partitions = admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get()
                    .get(name)
                    .partitions()
                    .size();
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
            String limit = admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                    .value();
            return Optional.of(new Topic(partitions, Integer.parseInt(limit)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException) {
                return Optional.empty();
            }
            throw new ReplayException(
                    "topic " + name + " cannot be looked at: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplayException("the replay was interrupted", e);
        }
    }
}
