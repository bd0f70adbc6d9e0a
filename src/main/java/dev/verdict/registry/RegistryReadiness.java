package dev.verdict.registry;

import dev.verdict.scoring.StartingModel;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import java.util.Optional;

/** Ready once the registry was read to its end and its active model loaded, or at once with a model of this instance's own. */
@Readiness
class RegistryReadiness implements HealthCheck {
    private final KafkaModelRegistry registry;
    private final ModelSwitch modelSwitch;
    private final StartingModel start;

    RegistryReadiness(KafkaModelRegistry registry, ModelSwitch modelSwitch, StartingModel start) {
        this.registry = registry;
        this.modelSwitch = modelSwitch;
        this.start = start;
    }

    @Override
    public HealthCheckResponse call() {
        boolean isDecided = modelSwitch.decided().toCompletableFuture().isDone();
        var response = HealthCheckResponse.named("registry").status(isDecided).withData("pinned", start.isPinned());
        registry.current()
                .ifPresent(
                        active -> response.withData("active", active.version().value()));
        Optional<String> problem = registry.problem().or(modelSwitch::problem);
        problem.or(() -> isDecided ? Optional.empty() : Optional.of("the active model is not loaded yet"))
                .ifPresent(sentence -> response.withData("problem", sentence));
        return response.build();
    }
}
