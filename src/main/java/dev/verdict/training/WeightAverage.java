package dev.verdict.training;

/**
 * Exponential average of a network's parameters along a run.
 *
 * @see <a href="https://doi.org/10.1137/0330046">Polyak &amp; Juditsky 1992, Acceleration of Stochastic Approximation by
 *     Averaging</a>
 */
final class WeightAverage {
    private final float decay;
    private final float[] average;

    /**
     * @param decay weight of the past, in [0, 1); with 0 the average is what was added last
     * @param start copied
     */
    WeightAverage(double decay, float[] start) {
        this.decay = (float) decay;
        this.average = start.clone();
    }

    void add(float[] parameters) {
        for (int i = 0; i < average.length; i++) {
            average[i] = decay * average[i] + (1 - decay) * parameters[i];
        }
    }

    /** Not copied. */
    float[] parameters() {
        return average;
    }
}
