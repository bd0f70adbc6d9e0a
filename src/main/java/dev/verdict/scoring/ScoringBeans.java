package dev.verdict.scoring;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.io.UncheckedIOException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

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
        } catch (IOException e) {
            throw new UncheckedIOException("the model cannot be read: " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    Topology topology(TopicsConfig topics, Scorer scorer, MeterRegistry registry) {
        return ScoringTopology.build(topics, () -> scorer, new ScoringMetrics(registry));
    }

    /** What reaches it is a fault of ours or of Kafka, never a bad record; a new thread takes the old one's tasks. */
    @Produces
    @Singleton
    StreamsUncaughtExceptionHandler replaceThread() {
        return failure -> {
            LOG.error("A stream thread failed and is replaced", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        };
    }
}
