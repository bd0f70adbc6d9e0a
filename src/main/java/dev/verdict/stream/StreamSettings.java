package dev.verdict.stream;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.eclipse.microprofile.config.Config;

import java.util.HashMap;
import java.util.Map;

/** The settings of Kafka Streams: what the configuration has below {@value #PREFIX}, under Kafka's own names. */
public final class StreamSettings {
    static final String PREFIX = "kafka-streams.";
    /** Names the consumer group, and begins the names of changelogs and transactions. */
    public static final String APPLICATION_ID = PREFIX + StreamsConfig.APPLICATION_ID_CONFIG;

    private StreamSettings() {}

    /**
     * How soon connections are given up that died without a word, as they do when a network is cut; in Kafka's defaults that
     * takes minutes. To be put before all other settings, so that those win.
     */
    public static Map<String, Object> connections() {
        return Map.of(
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                // Who leads the group asks it before each assignment, and sends no heartbeats meanwhile. Kafka's
                // admin client gives up a request only when the whole call has timed out.
                StreamsConfig.adminClientPrefix(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG),
                4_000,
                StreamsConfig.adminClientPrefix(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG),
                4_000,
                StreamsConfig.adminClientPrefix(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG),
                2_000,
                // Connections for rebalances only are not kept until they are dead.
                StreamsConfig.adminClientPrefix(AdminClientConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG),
                10_000,
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG),
                10_000);
    }

    /** By their names without the prefix; those that are set to nothing are left out. */
    static Map<String, String> of(Config config) {
        var settings = new HashMap<String, String>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> settings.put(name.substring(PREFIX.length()), value));
            }
        }
        return settings;
    }
}
