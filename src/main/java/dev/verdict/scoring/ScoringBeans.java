package dev.verdict.scoring;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BundledModel;
import dev.verdict.model.InvalidModelException;
import dev.verdict.model.ModelArtifact;
import io.quarkus.runtime.Startup;
import org.jboss.logging.Logger;

import java.io.IOException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Loads the model of the running service. */
class ScoringBeans {
    private static final Logger LOG = Logger.getLogger(ScoringBeans.class);

    /** Loaded at start-up, so that a model that cannot be used ends the start with its reason. */
    @Produces
    @Singleton
    @Startup
    StartingModel startingModel(ScoringConfig config) {
        Scorer.beginWarmUp();
        try {
            ModelArtifact artifact = config.model().isPresent()
                    ? ArtifactFile.read(config.model().get())
                    : BundledModel.read();
            if (config.model().isPresent()) {
                LOG.infof("Scoring with model %s whatever is activated", artifact.version());
            }
            return new StartingModel(new Scorer(artifact), config.model().isPresent());
        } catch (IOException | InvalidModelException e) {
            throw new IllegalArgumentException("the model cannot be read"
                    + config.model().map(file -> " from " + file).orElse("") + ": " + e);
        }
    }
}
