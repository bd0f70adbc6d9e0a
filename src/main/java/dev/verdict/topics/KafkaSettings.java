package dev.verdict.topics;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the service would read of Kafka from the environment and the system properties, for commands that do without the
 * service.
 *
 * @param clients settings of Kafka's clients, {@code bootstrap.servers} among them
 */
public record KafkaSettings(Map<String, Object> clients, TopicsConfig topics) {
    private static final String PREFIX = "kafka.";
    private static final String DEFAULT_SERVERS = "localhost:9092";

    public static KafkaSettings read() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .withDefaultValue(PREFIX + AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVERS)
                .withMapping(TopicsConfig.class)
                .withValidateUnknown(false)
                .build();
        var clients = new HashMap<String, Object>();
        Stream.of(AdminClientConfig.configNames(), ConsumerConfig.configNames(), ProducerConfig.configNames())
                .flatMap(Set::stream)
                .forEach(name -> config.getOptionalValue(PREFIX + name, String.class)
                        .ifPresent(value -> clients.put(name, value)));
        // Nobody looks at a command's metrics, and registering them takes a while.
        clients.putIfAbsent(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        return new KafkaSettings(Map.copyOf(clients), config.getConfigMapping(TopicsConfig.class));
    }
}
