package dev.verdict.retraining;

import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.training.TrainingResult;

/** Where models come from and go to. */
interface PublishedModels {
    /** @throws RunWork.RefusedException if there is no such model */
    ModelArtifact read(ModelVersion version);

    /**
     * Gives a model to all instances, and lets it score if it passes the gate.
     *
     * @param run that it comes from
     */
    RunWork.Publication publish(String run, TrainingResult result);
}
