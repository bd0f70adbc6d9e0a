package dev.verdict.topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * A topic of one partition that keeps the last record of each key for ever: made if it is missing, refused if its settings
 * could lose a record.
 *
 * @param name of the topic
 * @param recordBytes largest record that it must take, as it is sent
 */
public record CompactedTopic(String name, int recordBytes) {
    /** What {@link #problem} looks at. */
    private static final List<String> LOOKED_AT = List.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.RETENTION_BYTES_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG);

    /**
     * Makes the topic if it is missing and may be made.
     *
     * @return what keeps it from being used and how to mend that, if anything
     * @throws ExecutionException if the brokers do not answer
     */
    public Optional<String> ensure(Admin admin, TopicsConfig topics) throws InterruptedException, ExecutionException {
        try {
            Optional<Integer> partitions = partitions(admin);
            if (partitions.isEmpty() && !topics.create()) {
                return Optional.of("topic " + name + " is missing (create it with " + TopicConfig.CLEANUP_POLICY_CONFIG
                        + "=compact and one partition, or set verdict.topics.create=true)");
            }
            if (partitions.isEmpty()) {
                create(admin, topics);
            }
            return problem(partitions.orElse(1), settings(admin));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw e;
            }
            return Optional.of("topic " + name + " cannot be looked at or created: "
                    + e.getCause().getMessage());
        }
    }

    /** How many there are, or nothing if the topic is missing. */
    private Optional<Integer> partitions(Admin admin) throws InterruptedException, ExecutionException {
        try {
            return Optional.of(admin.describeTopics(List.of(name))
                    .topicNameValues()
                    .get(name)
                    .get()
                    .partitions()
                    .size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void create(Admin admin, TopicsConfig topics) throws InterruptedException, ExecutionException {
        Optional<Short> replicas = Optional.of(topics.replicationFactor()).filter(factor -> factor > 0);
        var topic = new NewTopic(name, Optional.of(1), replicas)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(recordBytes)));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private Map<String, String> settings(Admin admin) throws InterruptedException, ExecutionException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        return LOOKED_AT.stream().collect(Collectors.toMap(setting -> setting, setting -> {
            ConfigEntry entry = config.get(setting);
            return entry == null || entry.value() == null ? "" : entry.value();
        }));
    }

    /** @param settings the topic's, by their names in Kafka */
    Optional<String> problem(int partitions, Map<String, String> settings) {
        List<String> policies =
                List.of(settings.get(TopicConfig.CLEANUP_POLICY_CONFIG).strip().split("\\s*,\\s*"));
        if (!policies.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            return refused(
                    "is not compacted and would lose records in time",
                    set(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        }
        if (policies.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            for (String retention : List.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG)) {
                if (!settings.get(retention).equals("-1")) {
                    return refused(
                            "deletes records by " + retention + "=" + settings.get(retention),
                            set(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
                }
            }
        }
        String limit = settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        if (!limit.isEmpty() && Integer.parseInt(limit) < recordBytes) {
            return refused(
                    "takes records of at most " + limit + " bytes, and they may have " + recordBytes,
                    set(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(recordBytes)));
        }
        if (partitions != 1) {
            return refused(
                    "has " + partitions + " partitions, between which no order is kept",
                    "make it anew with one partition");
        }
        return Optional.empty();
    }

    private Optional<String> refused(String reason, String remedy) {
        return Optional.of("topic " + name + " " + reason + ": " + remedy);
    }

    private String set(String setting, String value) {
        return "set " + setting + "=" + value + " (kafka-configs.sh --alter --entity-type topics --entity-name " + name
                + " --add-config " + setting + "=" + value + ")";
    }
}
