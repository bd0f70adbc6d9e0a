package dev.verdict.admin;

import dev.verdict.retraining.TrainingRequest;
import dev.verdict.retraining.TrainingRun;
import dev.verdict.retraining.TrainingRuns;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;

import java.time.Duration;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

/** A run as a stream of its changes. */
@Singleton
class RunWatch {
    private static final Duration DECISION_PATIENCE = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final TrainingRuns runs;

    RunWatch(TrainingRuns runs) {
        this.runs = runs;
    }

    /** The run once a trainer has taken or refused it, or as it stands when none did for a while. */
    Uni<TrainingRun> untilDecided(TrainingRequest request) {
        return changes(request.id())
                .select()
                .where(run -> run.status() != TrainingRun.Status.REQUESTED)
                .toUni()
                .ifNoItem()
                .after(DECISION_PATIENCE)
                .recoverWithItem(() -> runs.find(request.id()).orElseGet(() -> TrainingRun.requested(request)));
    }

    /** The run as it stands, then each change of it until its end. */
    Multi<OutboundSseEvent> events(TrainingRun run, Sse sse) {
        OutboundSseEvent end = sse.newEventBuilder().comment("end").build();
        OutboundSseEvent beat = sse.newEventBuilder().comment("").build();
        Multi<OutboundSseEvent> changes = changes(run.id())
                .map(changed -> sse.newEventBuilder()
                        .name("run")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(TrainingRunReply.of(changed))
                        .build())
                .onCompletion()
                .continueWith(end);
        Multi<OutboundSseEvent> beats = Multi.createFrom()
                .ticks()
                .startingAfter(HEARTBEAT)
                .every(HEARTBEAT)
                .onOverflow()
                .drop()
                .map(_ -> beat);
        return Multi.createBy().merging().streams(changes, beats).select().first(event -> event != end);
    }

    private Multi<TrainingRun> changes(String id) {
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            Runnable listening = runs.listen(run -> {
                                if (run.id().equals(id)) {
                                    tell(emitter, run);
                                }
                            });
                            emitter.onTermination(listening);
                            runs.find(id).ifPresent(run -> tell(emitter, run));
                        },
                        BackPressureStrategy.LATEST);
    }

    private static void tell(MultiEmitter<? super TrainingRun> emitter, TrainingRun run) {
        emitter.emit(run);
        if (run.status().isEnd()) {
            emitter.complete();
        }
    }
}
