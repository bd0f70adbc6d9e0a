package dev.verdict.stream;

import dev.verdict.scoring.Scorer;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import java.util.Optional;

/** Ready while Kafka Streams runs and its threads do not fail; the model is loaded before it starts. */
@Readiness
class StreamReadiness implements HealthCheck {
    private final KafkaStreams streams;
    private final FailedThreads threads;
    private final Scorer scorer;

    StreamReadiness(KafkaStreams streams, FailedThreads threads, Scorer scorer) {
        this.streams = streams;
        this.threads = threads;
        this.scorer = scorer;
    }

    @Override
    public HealthCheckResponse call() {
        KafkaStreams.State state = streams.state();
        Optional<String> failure = threads.recentFailure();
        var response = HealthCheckResponse.named("stream")
                .status(state == KafkaStreams.State.RUNNING && failure.isEmpty())
                .withData("state", state.name())
                .withData("model", scorer.model().value());
        failure.ifPresent(reason -> response.withData("problem", "a stream thread failed: " + reason));
        return response.build();
    }
}
