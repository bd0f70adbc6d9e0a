package dev.verdict.stream;

import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;

/** The topology in a Kafka Streams of its own, against a real broker and with the service's settings. */
final class RunningStream implements AutoCloseable {
    private final KafkaStreams streams;
    private final AbandonedTransactions transactions;

    RunningStream(
            String bootstrapServers, StreamConfig config, Supplier<BatchScorer> scorers, Map<String, Object> settings) {
        this(bootstrapServers, TestConfigs.of(TopicsConfig.class, Map.of()), config, scorers, settings);
    }

    /** @param settings of Kafka Streams, over the service's; null takes one away */
    RunningStream(
            String bootstrapServers,
            TopicsConfig topics,
            StreamConfig config,
            Supplier<BatchScorer> scorers,
            Map<String, Object> settings) {
        Properties properties = ofService();
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.POLL_MS_CONFIG, config.batchWaitMillis());
        settings.forEach((name, value) -> {
            if (value == null) {
                properties.remove(name);
            } else {
                properties.put(name, value);
            }
        });
        streams = new KafkaStreams(
                ScoringTopology.build(
                        topics,
                        config,
                        scorers,
                        new Breaker(config.breaker(), config.batchSize()),
                        new ScoringMetrics(new SimpleMeterRegistry(), InstantSource.system()),
                        StreamTracing.OFF,
                        new OutputLimit(_ -> 8 << 20)),
                properties,
                new SteadyTime());
        streams.setUncaughtExceptionHandler(new FailedThreads(
                streams::addStreamThread,
                () -> {},
                thread -> ThreadCommits.any(streams, thread),
                InstantSource.system()));
        transactions = new AbandonedTransactions(
                Map.of("bootstrap.servers", bootstrapServers),
                properties.getProperty(StreamsConfig.APPLICATION_ID_CONFIG));
        streams.setStateListener(transactions);
        streams.start();
    }

    /** Those of application.properties that name a value. */
    private static Properties ofService() {
        var all = new Properties();
        try (InputStream in = RunningStream.class.getResourceAsStream("/application.properties")) {
            all.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the service's settings cannot be read", e);
        }
        var ofStreams = new Properties();
        all.stringPropertyNames().stream()
                .filter(name -> name.startsWith(StreamSettings.PREFIX)
                        && !all.getProperty(name).contains("${"))
                .forEach(name -> ofStreams.put(name.substring(StreamSettings.PREFIX.length()), all.getProperty(name)));
        return ofStreams;
    }

    KafkaStreams streams() {
        return streams;
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(30))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        transactions.close();
    }
}
