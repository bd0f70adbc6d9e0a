package dev.verdict.replay;

import dev.verdict.topics.BriefFetches;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Settings of the clients that a replay uses. */
final class ReplayClients {
    private static final int TIMEOUT_MILLIS = 15_000;
    // As the stream's own, so that what it could write can be written again.
    private static final int MAX_REQUEST_BYTES = 32 << 20;

    // The stream reads what is committed, so that a transaction which nobody ends keeps it waiting that long.
    private static final int TRANSACTION_TIMEOUT_MILLIS = 15_000;

    private ReplayClients() {}

    static Map<String, Object> admin(Map<String, Object> kafka) {
        Map<String, Object> config = of(kafka, AdminClientConfig.configNames());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        return config;
    }

    static Map<String, Object> consumer(Map<String, Object> kafka) {
        Map<String, Object> config = of(kafka, ConsumerConfig.configNames());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        BriefFetches.addTo(config);
        return config;
    }

    /** The same transactional id for all replays of a topic: that is how the later of two takes over. */
    static Map<String, Object> producer(Map<String, Object> kafka, String dead) {
        Map<String, Object> config = of(kafka, ProducerConfig.configNames());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "verdict-replay-" + dead);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        // The leader of a topic that was just made may refuse a request and take the next, which is then out of order.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        return config;
    }

    private static Map<String, Object> of(Map<String, Object> kafka, Set<String> names) {
        var config = new HashMap<>(kafka);
        config.keySet().retainAll(names);
        return config;
    }
}
