package dev.verdict.stream;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import dev.verdict.scoring.CurrentModel;
import dev.verdict.scoring.ScoringListener;
import dev.verdict.topics.TopicLimits;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Makes the stream of the running service. */
class StreamBeans {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    @Produces
    @Singleton
    @Typed(OutputLimit.class)
    OutputLimit outputLimit(TopicLimits limits) {
        return new OutputLimit(limits);
    }

    @Produces
    @Singleton
    Breaker breaker(StreamConfig config) {
        return new Breaker(config.breaker(), config.batchSize());
    }

    /** @param disabled without a tracer, headers must stay as they are, and looking at them would be for nothing */
    @Produces
    @Singleton
    StreamTracing tracing(
            OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        return disabled ? StreamTracing.OFF : new OpenTelemetryTracing(telemetry);
    }

    @Produces
    @Singleton
    Topology topology(
            TopicsConfig topics,
            StreamConfig config,
            CurrentModel model,
            ScoringListener listener,
            Breaker breaker,
            MeterRegistry registry,
            StreamTracing tracing,
            OutputLimit limit,
            @ConfigProperty(name = DefaultThreads.NAME) int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("VERDICT_THREADS must be at least 1, not " + threads);
        }
        var metrics = new ScoringMetrics(registry, InstantSource.system());
        metrics.watch(breaker);
        return ScoringTopology.build(
                topics,
                config,
                () -> BatchScorer.of(model.scorer()).heardBy(listener),
                breaker,
                metrics,
                tracing,
                limit);
    }

    @Produces
    @Singleton
    FailedThreads failedThreads(Instance<KafkaStreams> streams, TopicsConfig topics, OutputLimit limit) {
        return new FailedThreads(
                () -> streams.get().addStreamThread(),
                () -> limit.refused(topics.dead()),
                thread -> ThreadCommits.any(streams.get(), thread),
                InstantSource.system());
    }

    @Produces
    @Singleton
    AbandonedTransactions abandonedTransactions(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = StreamSettings.APPLICATION_ID) String applicationId) {
        return new AbandonedTransactions(kafka, applicationId);
    }

    void close(@Disposes AbandonedTransactions transactions) {
        transactions.close();
    }

    /**
     * Leaves the group, which Kafka Streams does not by default: the others would wait for it until its session times out.
     */
    void onStop(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event,
            FailedThreads threads,
            KafkaStreams streams) {
        threads.stop();
        streams.close(CloseOptions.timeout(CLOSE_LIMIT).withGroupMembershipOperation(LEAVE_GROUP));
    }
}
