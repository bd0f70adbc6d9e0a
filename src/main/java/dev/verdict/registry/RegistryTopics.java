package dev.verdict.registry;

import dev.verdict.model.ArtifactFile;
import dev.verdict.registry.RegistryRecord.Source;
import dev.verdict.topics.CompactedTopic;
import dev.verdict.topics.TopicsConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The registry's topics: their names, and seeing to it that they are there and keep what is written to them. */
record RegistryTopics(TopicsConfig config) {
    /** Of the largest artifact with its key, headers and what a batch of records adds. */
    static final int MAX_RECORD_BYTES = ArtifactFile.MAX_BYTES + (64 << 10);

    private static final int ACTIVATION_BYTES = 64 << 10;
    /** Announcements are repeated every few seconds. */
    private static final Duration INSTANCES_RETENTION = Duration.ofHours(1);

    TopicPartition partition(Source source) {
        return new TopicPartition(
                switch (source) {
                    case MODELS -> config.models();
                    case ACTIVATIONS -> config.activations();
                    case INSTANCES -> config.instances();
                },
                0);
    }

    List<TopicPartition> partitions() {
        return List.of(partition(Source.MODELS), partition(Source.ACTIVATIONS), partition(Source.INSTANCES));
    }

    Source sourceOf(String topic) {
        return topic.equals(config.models())
                ? Source.MODELS
                : topic.equals(config.activations()) ? Source.ACTIVATIONS : Source.INSTANCES;
    }

    /**
     * Makes those that are missing, if it may.
     *
     * @return what keeps them from being used and how to mend it, if anything
     * @throws ExecutionException if the brokers do not answer
     */
    Optional<String> ensure(Admin admin) throws InterruptedException, ExecutionException {
        for (var topic : List.of(
                new CompactedTopic(config.models(), MAX_RECORD_BYTES),
                new CompactedTopic(config.activations(), ACTIVATION_BYTES))) {
            Optional<String> problem = topic.ensure(admin, config);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return ensureInstances(admin);
    }

    private Optional<String> ensureInstances(Admin admin) throws InterruptedException, ExecutionException {
        if (admin.listTopics().names().get().contains(config.instances())) {
            return Optional.empty();
        }
        if (!config.create()) {
            return Optional.of("topic " + config.instances()
                    + " is missing (create it with one partition, or set verdict.topics.create=true)");
        }
        Optional<Short> replicas = Optional.of(config.replicationFactor()).filter(factor -> factor > 0);
        var topic = new NewTopic(config.instances(), Optional.of(1), replicas)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete",
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(INSTANCES_RETENTION.toMillis()),
                        // Ages are told by the broker's clock alone.
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                return Optional.of("topic " + config.instances() + " is missing and cannot be created: "
                        + e.getCause().getMessage());
            }
        }
        return Optional.empty();
    }
}
