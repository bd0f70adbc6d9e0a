package dev.verdict.retraining;

import java.time.InstantSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what the running service knows of training runs. */
class RetrainingBeans {
    @Produces
    @Singleton
    TrainingRuns runs() {
        return new TrainingRuns(InstantSource.system());
    }
}
