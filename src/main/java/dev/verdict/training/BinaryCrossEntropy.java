package dev.verdict.training;

/** The loss of one prediction, in nats. */
final class BinaryCrossEntropy {
    /** Keras's: keeps the loss of a wrong prediction of 0 or 1 finite. */
    private static final double EPSILON = 1e-7;

    private BinaryCrossEntropy() {}

    static double of(double probability, boolean positive) {
        double clipped = Math.clamp(probability, EPSILON, 1 - EPSILON);
        return -Math.log(positive ? clipped : 1 - clipped);
    }
}
