package dev.verdict.retraining;

import dev.verdict.topics.CompactedTopic;
import dev.verdict.topics.TopicsConfig;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import jakarta.inject.Singleton;

/** Sees to the topics of the training runs: makes those that are missing, and refuses those that would lose runs. */
@Singleton
class TrainingTopics {
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    /** A run of a thousand epochs has 150 kB. */
    private static final int RECORD_BYTES = 1 << 20;

    private static final String KEPT_FOR_EVER = "-1";

    private final TopicsConfig config;
    private final RetrainingConfig.Topics names;
    private final Map<String, Object> kafka;

    TrainingTopics(
            TopicsConfig config,
            RetrainingConfig training,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = config;
        this.names = training.topics();
        this.kafka = kafka;
    }

    /** What keeps them from being used, if anything. */
    Optional<String> prepare() throws InterruptedException {
        try (Admin admin = Admin.create(settings())) {
            for (String topic : List.of(names.requests(), names.events())) {
                Optional<String> problem = new CompactedTopic(topic, RECORD_BYTES).ensure(admin, config);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            createLabelled(admin);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of("the topics of the training runs cannot be seen to: "
                    + e.getCause().getMessage());
        } catch (KafkaException e) {
            return Optional.of("the topics of the training runs cannot be seen to: " + e.getMessage());
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        return settings;
    }

    private void createLabelled(Admin admin) throws InterruptedException, ExecutionException {
        if (!config.create()) {
            return;
        }
        Optional<Short> replicas = Optional.of(config.replicationFactor()).filter(factor -> factor > 0);
        var topic = new NewTopic(names.labelled(), Optional.of(config.partitions()), replicas)
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, KEPT_FOR_EVER));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
