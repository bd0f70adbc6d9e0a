package dev.verdict.scoring;

import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while Kafka Streams runs; the model is loaded before it starts. */
@Readiness
class StreamReadiness implements HealthCheck {
    private final KafkaStreams streams;
    private final Scorer scorer;

    StreamReadiness(KafkaStreams streams, Scorer scorer) {
        this.streams = streams;
        this.scorer = scorer;
    }

    @Override
    public HealthCheckResponse call() {
        KafkaStreams.State state = streams.state();
        return HealthCheckResponse.named("stream")
                .status(state == KafkaStreams.State.RUNNING)
                .withData("state", state.name())
                .withData("model", scorer.model().value())
                .build();
    }
}
