package dev.verdict.stream;

import dev.verdict.roles.Roles;
import dev.verdict.scoring.CurrentModel;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import java.util.Optional;

/** Ready, if this instance scores, while Kafka Streams runs, its threads do not fail and it is not paused; the model is loaded before it starts. */
@Readiness
class StreamReadiness implements HealthCheck {
    private final Roles roles;
    private final KafkaStreams streams;
    private final FailedThreads threads;
    private final Breaker breaker;
    private final CurrentModel model;

    StreamReadiness(Roles roles, KafkaStreams streams, FailedThreads threads, Breaker breaker, CurrentModel model) {
        this.roles = roles;
        this.streams = streams;
        this.threads = threads;
        this.breaker = breaker;
        this.model = model;
    }

    @Override
    public HealthCheckResponse call() {
        if (!roles.scorer()) {
            return HealthCheckResponse.named("stream")
                    .up()
                    .withData("role", "this instance does not score")
                    .build();
        }
        KafkaStreams.State state = streams.state();
        Optional<String> problem = problem(state);
        var response = HealthCheckResponse.named("stream")
                .status(problem.isEmpty())
                .withData("state", state.name())
                .withData("model", model.scorer().model().value());
        problem.ifPresent(sentence -> response.withData("problem", sentence));
        return response.build();
    }

    private Optional<String> problem(KafkaStreams.State state) {
        if (breaker.state() == Breaker.State.OPEN) {
            return Optional.of("the stream pauses: too many of the last records would become dead letters");
        }
        return threads.recentFailure()
                .map(reason -> "a stream thread failed: " + reason)
                .or(() -> Optional.of("Kafka Streams is " + state).filter(_ -> state != KafkaStreams.State.RUNNING));
    }
}
