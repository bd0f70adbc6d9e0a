package dev.verdict.registry;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the thread runs that reads the registry. */
@Liveness
class RegistryLiveness implements HealthCheck {
    private final KafkaModelRegistry registry;

    RegistryLiveness(KafkaModelRegistry registry) {
        this.registry = registry;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("registry").status(registry.isAlive()).build();
    }
}
