package dev.verdict.topics;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once all topics are there. */
@Readiness
class TopicsReadiness implements HealthCheck {
    private final TopicProvisioner provisioner;

    TopicsReadiness(TopicProvisioner provisioner) {
        this.provisioner = provisioner;
    }

    @Override
    public HealthCheckResponse call() {
        var response =
                HealthCheckResponse.named("topics").status(provisioner.problem().isEmpty());
        provisioner.problem().ifPresent(problem -> response.withData("problem", problem));
        return response.build();
    }
}
