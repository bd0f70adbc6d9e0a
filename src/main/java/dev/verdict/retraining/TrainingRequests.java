package dev.verdict.retraining;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

import jakarta.enterprise.context.ApplicationScoped;

/** Asks the trainers, whichever of them has the lead. */
@ApplicationScoped
public class TrainingRequests {
    private final MutinyEmitter<byte[]> requests;

    TrainingRequests(
            @Channel("training-requests") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<byte[]> requests) {
        this.requests = requests;
    }

    /** Done when the broker has it. */
    public Uni<Void> send(TrainingRequest request) {
        return requests.sendMessage(Message.of(RunJson.write(request))
                .addMetadata(OutgoingKafkaRecordMetadata.<byte[]>builder()
                        .withKey(request.id().getBytes(UTF_8))
                        .build()));
    }

    /** Asks for the end of a run. */
    public Uni<Void> cancel(TrainingRun run, String by) {
        return send(run.request().cancelled(by));
    }
}
