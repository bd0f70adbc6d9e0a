package dev.verdict.retraining;

import dev.verdict.training.TrainingProgress;

import java.io.IOException;

/** What a run consists of, apart from who does it and who is told. */
interface RunWork {
    /** What a run came to. */
    interface Outcome {
        /** Gives it to all instances. */
        Publication publish() throws IOException;
    }

    /**
     * @param model version that all instances know now
     * @param detail whether it scores, and why not otherwise
     */
    record Publication(String model, String detail) {}

    /** The run cannot be done; the message says why. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Goes on where an earlier trainer on this machine stopped; what the progress throws comes out of it. */
    Outcome train(TrainingRequest request, TrainingProgress progress) throws IOException;

    /** Forgets what is kept of a run for another trainer: it has ended. */
    default void discard(String run) {}
}
