package dev.verdict.registry;

import dev.verdict.model.ModelVersion;
import dev.verdict.registry.PromotionGate.Decision;
import dev.verdict.registry.PromotionGate.Tested;

import java.util.Optional;

/** Activates models that pass the gate. Going back to an earlier version passes it always. */
public record Promotion(ModelRegistry registry, PromotionGate gate) {

    /** What the gate says to a model, as things are. */
    public Decision check(PublishedModel candidate, RegistryState state) {
        Tested tested = Tested.of(candidate.card());
        Optional<PublishedModel> active = state.current().flatMap(activation -> state.model(activation.version()));
        if (active.isEmpty()) {
            return gate.decide(tested);
        }
        return isEarlierOrSame(candidate.version(), active.get().version())
                ? new Decision.Promoted()
                : gate.decide(tested, Tested.of(active.get().card()));
    }

    /**
     * Activates the model if it passes the gate; otherwise it stays what it is.
     *
     * @throws UnknownModelException if there is no usable model of that version
     * @throws RegistryException if Kafka does not take it in time
     */
    public Decision promote(ModelVersion version, String by) {
        RegistryState state = registry.readToEnd();
        PublishedModel candidate =
                state.model(version).orElseThrow(() -> new UnknownModelException(version, state.whyMissing(version)));
        Decision decision = check(candidate, state);
        if (decision instanceof Decision.Promoted) {
            registry.activate(version, by);
        }
        return decision;
    }

    private static boolean isEarlierOrSame(ModelVersion version, ModelVersion other) {
        return version.value().compareTo(other.value()) <= 0;
    }
}
