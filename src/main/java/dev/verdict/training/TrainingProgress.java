package dev.verdict.training;

import dev.verdict.model.ModelCard;

/** Told how a run goes, on the thread that trains; what it throws ends the run. */
public interface TrainingProgress {
    /** @param reviews in the half that is trained on */
    void epochStarted(int epoch, int epochs, int reviews);

    /**
     * @param reviewsDone of this epoch
     * @param loss mean over them
     * @param accuracy mean over them, in [0, 1]
     */
    void batchDone(int reviewsDone, double loss, double accuracy);

    void epochDone(ModelCard.Epoch epoch);
}
