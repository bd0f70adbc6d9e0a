package dev.verdict.training;

/** A run that cannot go on; the message says why and what to do. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean ofCheckpoint;

    TrainingException(String message) {
        this(message, false);
    }

    private TrainingException(String message, boolean ofCheckpoint) {
        super(message);
        this.ofCheckpoint = ofCheckpoint;
    }

    static TrainingException ofCheckpoint(String message) {
        return new TrainingException(message, true);
    }

    /** Whether a checkpoint that cannot be gone on from is the reason; without it the run can begin anew. */
    public boolean isOfCheckpoint() {
        return ofCheckpoint;
    }
}
