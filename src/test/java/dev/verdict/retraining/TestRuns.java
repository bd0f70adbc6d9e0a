package dev.verdict.retraining;

import java.time.Instant;

/** Requests and runs for tests. */
final class TestRuns {
    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private TestRuns() {}

    static TrainingRequest request(String id) {
        return new TrainingRequest(id, "alice", NOON, 3, 1, new TrainingData.Imdb(), "", "");
    }

    static TrainingRun running(String id, int attempt, Instant at) {
        TrainingRun run = TrainingRun.requested(request(id));
        for (int i = 0; i < attempt; i++) {
            run = run.takenBy("trainer-" + (i + 1), at);
        }
        return run;
    }
}
