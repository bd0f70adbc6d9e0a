package dev.verdict.topics;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

/**
 * Sees to it, from start-up until it is so, that the topics are there: creates those that are missing if it may, and
 * otherwise says what it is waiting for, in the log and to {@link TopicsReadiness}. Works on a thread of its own, so
 * that a broker which is away never keeps the service from starting.
 */
@ApplicationScoped
class TopicProvisioner implements TopicLimits {
    private static final Logger LOG = Logger.getLogger(TopicProvisioner.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final String KEPT_FOR_EVER = "-1";

    private final TopicsConfig topics;
    private final Map<String, Object> kafka;
    private final Event<TopicsReady> ready;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile String problem = "not looked at yet";
    private volatile Map<String, Integer> limits = Map.of();

    TopicProvisioner(
            TopicsConfig topics,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Event<TopicsReady> ready) {
        if (topics.replicationFactor() == 0) {
            throw new IllegalArgumentException("verdict.topics.replication-factor must be -1 or at least 1, not 0");
        }
        this.topics = topics;
        this.kafka = kafka;
        this.ready = ready;
    }

    /** What keeps the topics from being there, if anything. */
    Optional<String> problem() {
        return Optional.of(problem).filter(sentence -> !sentence.isEmpty());
    }

    @Override
    public int maxMessageBytes(String topic) {
        return limits.getOrDefault(topic, limitOfNew(topic));
    }

    void onStart(@Observes StartupEvent event) {
        Thread.ofVirtual().name("topic-provisioner").start(this::untilTopicsAreThere);
    }

    void onStop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    private void untilTopicsAreThere() {
        try (Admin admin = Admin.create(adminConfig())) {
            do {
                report(lookOnce(admin));
            } while (problem().isPresent() && !stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            report("the Kafka client cannot be set up: " + rootCause(e));
        }
    }

    private Map<String, Object> adminConfig() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.keySet().retainAll(AdminClientConfig.configNames());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        return config;
    }

    /** @return what is wrong, or an empty string */
    private String lookOnce(Admin admin) throws InterruptedException {
        try {
            Set<String> existing = admin.listTopics().names().get();
            List<String> missing = topics.ofStream().stream()
                    .filter(name -> !existing.contains(name))
                    .toList();
            if (!missing.isEmpty() && !topics.create()) {
                return "topics are missing: " + String.join(", ", missing)
                        + " (create them, or set verdict.topics.create=true)";
            }
            String problem = missing.isEmpty() ? "" : create(admin, missing);
            if (problem.isEmpty()) {
                limits = readLimits(admin);
                if (topics.create() && !existing.contains(topics.audit())) {
                    createAudit(admin);
                }
            }
            return problem;
        } catch (ExecutionException e) {
            return e.getCause() instanceof TimeoutException
                    ? "no Kafka broker answers at " + kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)
                    : "the topics cannot be listed: " + rootCause(e);
        }
    }

    /** What the topics take, whoever made them; without those that may not be looked at. */
    private Map<String, Integer> readLimits(Admin admin) throws InterruptedException {
        var found = new HashMap<String, Integer>();
        List<ConfigResource> resources = topics.ofStream().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        for (var result : admin.describeConfigs(resources).values().entrySet()) {
            String topic = result.getKey().name();
            try {
                ConfigEntry limit = result.getValue().get().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
                found.put(topic, Integer.valueOf(limit.value()));
            } catch (ExecutionException e) {
                LOG.warnf(
                        "The limit of topic %s is not known, %d is assumed: %s",
                        topic, limitOfNew(topic), rootCause(e));
            }
        }
        return Map.copyOf(found);
    }

    private String create(Admin admin, List<String> missing) throws InterruptedException {
        CreateTopicsResult results = admin.createTopics(missing.stream()
                .map(name -> new NewTopic(name, Optional.of(topics.partitions()), replicationFactor())
                        .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(limitOfNew(name)))))
                .collect(Collectors.toList()));
        for (var result : results.values().entrySet()) {
            try {
                result.getValue().get();
                LOG.infof("Created topic %s with %d partitions", result.getKey(), topics.partitions());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    return "topic " + result.getKey() + " is missing and cannot be created: " + rootCause(e);
                }
            }
        }
        return "";
    }

    /** Nobody need wait for it: the log has the same. */
    private void createAudit(Admin admin) throws InterruptedException {
        try {
            var topic = new NewTopic(topics.audit(), Optional.of(1), replicationFactor())
                    .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, KEPT_FOR_EVER));
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                LOG.warnf("Topic %s is missing and cannot be created: %s", topics.audit(), rootCause(e));
            }
        }
    }

    private Optional<Short> replicationFactor() {
        return Optional.of(topics.replicationFactor()).filter(factor -> factor > 0);
    }

    /** A dead letter is its review and some headers. */
    private int limitOfNew(String topic) {
        int headroom = topic.equals(topics.dead()) ? 1 << 16 : 0;
        return topics.maxMessageBytes() + headroom;
    }

    private void report(String sentence) {
        if (sentence.equals(problem)) {
            return;
        }
        problem = sentence;
        if (sentence.isEmpty()) {
            LOG.infof("All topics are there: %s", String.join(", ", topics.ofStream()));
            ready.fire(new TopicsReady());
        } else {
            LOG.warnf("Waiting: %s", sentence);
        }
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = ExceptionUtil.getRootCause(failure);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
