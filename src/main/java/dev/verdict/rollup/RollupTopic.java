package dev.verdict.rollup;

import dev.verdict.topics.TopicsConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The topic of the results: compacted, and what was not told for as long as the longest windows are kept leaves it. */
final class RollupTopic {
    private final TopicsConfig topics;
    private final Duration retention;

    RollupTopic(TopicsConfig topics, RollupSettings settings) {
        this.topics = topics;
        this.retention = settings.windows().stream()
                .map(RollupWindow::retention)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ofDays(1));
    }

    /**
     * Makes it if it is missing and may be made.
     *
     * @return what keeps it from being there, if anything
     */
    Optional<String> ensure(Admin admin) throws InterruptedException {
        try {
            if (admin.listTopics().names().get().contains(topics.rollups())) {
                return Optional.empty();
            }
            if (!topics.create()) {
                return Optional.of("topic " + topics.rollups() + " is missing (create it, or set"
                        + " verdict.topics.create=true)");
            }
            admin.createTopics(List.of(topic())).all().get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return e.getCause() instanceof TopicExistsException
                    ? Optional.empty()
                    : Optional.of("topic " + topics.rollups() + " cannot be looked at or created: "
                            + e.getCause().getMessage());
        }
    }

    private NewTopic topic() {
        Optional<Short> replicas = Optional.of(topics.replicationFactor()).filter(factor -> factor > 0);
        return new NewTopic(topics.rollups(), Optional.of(topics.partitions()), replicas)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retention.toMillis())));
    }
}
