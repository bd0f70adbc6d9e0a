package dev.verdict.scoring;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BundledModel;
import dev.verdict.model.InvalidModelException;
import dev.verdict.model.ModelArtifact;
import dev.verdict.topics.TopicLimits;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import org.apache.kafka.streams.Topology;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.time.InstantSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Makes the scorer and the stream of the running service. */
class ScoringBeans {
    private static final Logger LOG = Logger.getLogger(ScoringBeans.class);

    /** Loaded at start-up, so that a model that cannot be used ends the start with its reason. */
    @Produces
    @Singleton
    @Startup
    Scorer scorer(ScoringConfig config) {
        try {
            ModelArtifact artifact = config.model().isPresent()
                    ? ArtifactFile.read(config.model().get())
                    : BundledModel.read();
            LOG.infof("Scoring with model %s", artifact.version());
            return new Scorer(artifact);
        } catch (IOException | InvalidModelException e) {
            throw new IllegalArgumentException("the model cannot be read"
                    + config.model().map(file -> " from " + file).orElse("") + ": " + e);
        }
    }

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
