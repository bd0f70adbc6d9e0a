package dev.verdict.registry;

import dev.verdict.model.InvalidModelException;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.scoring.Scorer;
import dev.verdict.scoring.SelfTest;

import java.util.Optional;
import java.util.function.Function;

/** Makes a published model ready to score: fetched, verified, tried on its samples, warm. */
final class ModelLoader {
    private final Function<PublishedModel, ModelArtifact> source;

    /** What loading came to. */
    sealed interface Loaded {
        /** @param scorer at full speed */
        record Ready(Scorer scorer) implements Loaded {}

        /** @param reason why this model is never to be used */
        record Refused(String reason) implements Loaded {}

        /** @param reason why it cannot be had at the moment */
        record Unavailable(String reason) implements Loaded {}
    }

    ModelLoader(Function<PublishedModel, ModelArtifact> source) {
        this.source = source;
    }

    /** Blocks until it is ready. */
    Loaded load(ModelVersion version, RegistryState state) {
        Optional<PublishedModel> model = state.model(version);
        if (model.isEmpty()) {
            return new Loaded.Refused(state.whyMissing(version));
        }
        try {
            ModelArtifact artifact = source.apply(model.get());
            var scorer = new Scorer(artifact);
            Optional<String> failure = SelfTest.of(artifact.card()).failure(scorer);
            if (failure.isPresent()) {
                return new Loaded.Refused(failure.get());
            }
            scorer.warmUp();
            return new Loaded.Ready(scorer);
        } catch (InvalidModelException e) {
            return new Loaded.Refused(e.getMessage());
        } catch (OutOfMemoryError e) {
            return new Loaded.Refused("there is not enough memory to load it");
        } catch (RuntimeException e) {
            return new Loaded.Unavailable(e.getMessage());
        }
    }
}
