package dev.verdict.stream;

import dev.verdict.scoring.Scorer;
import dev.verdict.topics.TopicLimits;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import org.apache.kafka.streams.Topology;

import java.time.InstantSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Makes the stream of the running service. */
class StreamBeans {
    @Produces
    @Singleton
    @Typed(OutputLimit.class)
    OutputLimit outputLimit(TopicLimits limits) {
        return new OutputLimit(limits);
    }

    @Produces
    @Singleton
    Topology topology(TopicsConfig topics, Scorer scorer, MeterRegistry registry, OutputLimit limit) {
        return ScoringTopology.build(topics, () -> scorer, new ScoringMetrics(registry), limit);
    }

    @Produces
    @Singleton
    FailedThreads failedThreads(TopicsConfig topics, OutputLimit limit) {
        return new FailedThreads(() -> limit.refused(topics.dead()), InstantSource.system());
    }

    /** Before Kafka Streams is closed, which waits for its threads. */
    void onStop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event, FailedThreads threads) {
        threads.stop();
    }
}
