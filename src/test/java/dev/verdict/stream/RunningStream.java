package dev.verdict.stream;

import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/** The topology in a Kafka Streams of its own, against a real broker and with the service's settings. */
final class RunningStream implements AutoCloseable {
    private final KafkaStreams streams;

    RunningStream(
            String bootstrapServers, StreamConfig config, Supplier<BatchScorer> scorers, Map<String, Object> settings) {
        var properties = new Properties();
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "verdict",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                100,
                StreamsConfig.POLL_MS_CONFIG,
                config.batchWaitMillis(),
                StreamsConfig.consumerPrefix("auto.offset.reset"),
                "earliest",
                StreamsConfig.producerPrefix("linger.ms"),
                1,
                StreamsConfig.consumerPrefix("session.timeout.ms"),
                6000,
                StreamsConfig.consumerPrefix("heartbeat.interval.ms"),
                2000));
        settings.forEach((name, value) -> {
            if (value == null) {
                properties.remove(name);
            } else {
                properties.put(name, value);
            }
        });
        streams = new KafkaStreams(
                ScoringTopology.build(
                        TestConfigs.of(TopicsConfig.class, Map.of()),
                        config,
                        scorers,
                        new Breaker(config.breaker(), config.batchSize()),
                        new ScoringMetrics(new SimpleMeterRegistry(), InstantSource.system()),
                        StreamTracing.OFF,
                        new OutputLimit(_ -> 8 << 20)),
                properties);
        streams.setUncaughtExceptionHandler(
                new FailedThreads(streams::addStreamThread, () -> {}, InstantSource.system()));
        streams.start();
    }

    KafkaStreams streams() {
        return streams;
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(30))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
