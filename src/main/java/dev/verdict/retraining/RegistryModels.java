package dev.verdict.retraining;

import dev.verdict.inference.LstmInference;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.model.ModelVersion;
import dev.verdict.registry.ModelRegistry;
import dev.verdict.registry.PromotionGate;
import dev.verdict.registry.PromotionGate.Decision;
import dev.verdict.registry.PromotionGate.Tested;
import dev.verdict.registry.PublishedModel;
import dev.verdict.registry.RegistryState;
import dev.verdict.report.TrainingReport;
import dev.verdict.retraining.RunWork.Publication;
import dev.verdict.retraining.RunWork.RefusedException;
import dev.verdict.training.EncodedReviews;
import dev.verdict.training.Evaluation;
import dev.verdict.training.TrainingResult;

import java.util.Optional;
import jakarta.inject.Singleton;

/** The models of the registry. */
@Singleton
class RegistryModels implements PublishedModels {
    private static final String BY = "training run ";

    private final ModelRegistry registry;
    private final PromotionGate gate;

    RegistryModels(ModelRegistry registry, PromotionGate gate) {
        this.registry = registry;
        this.gate = gate;
    }

    @Override
    public ModelArtifact read(ModelVersion version) {
        RegistryState state = registry.readToEnd();
        PublishedModel model = state.model(version)
                .orElseThrow(() -> new RefusedException("model " + version + " " + state.whyMissing(version)));
        return registry.fetch(model);
    }

    @Override
    public Publication publish(String run, TrainingResult result) {
        var report = TrainingReport.of(result.artifact(), result.test(), result.testProbabilities());
        PublishedModel model = registry.publish(ArtifactFile.bytes(result.artifact()), report.html());
        String version = model.version().value();
        return switch (decide(result)) {
            case Decision.Promoted _ -> {
                registry.activate(model.version(), BY + run);
                yield new Publication(version, "it scores from now on");
            }
            case Decision.Refused(String reason) -> new Publication(version, "it stays a candidate: " + reason);
        };
    }

    /** Both models on the reviews that this run tested on: the active one's own figures may be of others. */
    private Decision decide(TrainingResult result) {
        Tested candidate = Tested.of(result.artifact().card());
        RegistryState state = registry.readToEnd();
        Optional<PublishedModel> active = state.current().flatMap(activation -> state.model(activation.version()));
        return active.map(model -> gate.decide(candidate, tested(registry.fetch(model), result)))
                .orElseGet(() -> gate.decide(candidate));
    }

    private static Tested tested(ModelArtifact model, TrainingResult result) {
        var network =
                new LstmInference(model.weights(), model.card().tokenizer().sequenceLength());
        ModelCard.Figures figures = Evaluation.evaluate(network, EncodedReviews.of(result.test(), model.tokenizer()));
        return new Tested(result.artifact().card().data().sha256(), figures.reviews(), figures.accuracy());
    }
}
