package dev.verdict.stream;

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
