package dev.verdict.training;

/** Parts [0, 1] into bins of equal width. */
final class EqualBins {
    private EqualBins() {}

    /** The bin of a probability, from 0; a bin has its lower bound and not its upper one, but the last has 1. */
    static int of(double probability, int bins) {
        return Math.min(bins - 1, (int) (probability * bins));
    }
}
