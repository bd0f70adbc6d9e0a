package dev.verdict.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;

/**
 * Keras's Adam, on all cores: {@code p -= a * m / (sqrt(v) + epsilon)} with {@code a = rate * sqrt(1 - beta2^t) /
 * (1 - beta1^t)}, every parameter in every step, also those with a gradient of zero. Its state lies as that of
 * Deeplearning4j's own, which does the same on one core; the result does not depend on the number of threads.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma &amp; Ba 2015</a>
 */
public final class KerasAdam extends Adam {
    private static final long serialVersionUID = 1;

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-7;

    private final int threads;

    /**
     * With Keras's other settings: 0.9, 0.999, 1e-7.
     *
     * @param threads at least 1, or 0 for as many as there are processors
     */
    @JsonCreator
    public KerasAdam(@JsonProperty("learningRate") double learningRate, @JsonProperty("threads") int threads) {
        super(learningRate, BETA1, BETA2, EPSILON);
        this.threads = threads;
    }

    @Override
    @SuppressWarnings("rawtypes") // as in the interface
    public GradientUpdater instantiate(INDArray state, boolean initialize) {
        var updater = new Updater(this);
        updater.setStateViewArray(
                state.reshape(state.length()), new long[] {state.length() / 2}, state.ordering(), initialize);
        return updater;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public GradientUpdater instantiate(Map<String, INDArray> state, boolean initialize) {
        var updater = new Updater(this);
        updater.setState(state, initialize);
        return updater;
    }

    @Override
    public KerasAdam clone() {
        return new KerasAdam(getLearningRate(), threads);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KerasAdam adam
                && adam.getLearningRate() == getLearningRate()
                && adam.threads == threads;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new double[] {getLearningRate(), threads});
    }

    /**
     * What does not change from parameter to parameter in a step.
     *
     * @param rate the learning rate with the corrections of both averages
     */
    record Step(float rate, float beta1, float beta2, float epsilon) {
        static Step of(double learningRate, int iteration) {
            int t = iteration + 1;
            double rate = learningRate * Math.sqrt(1 - Math.pow(BETA2, t)) / (1 - Math.pow(BETA1, t));
            return new Step((float) rate, (float) BETA1, (float) BETA2, (float) EPSILON);
        }
    }

    /** Turns gradients into what is to be subtracted from the parameters. Not thread-safe. */
    private static final class Updater extends AdamUpdater {
        private static final int CHUNK = 16 * 1024; // parameters of a task

        private final Arithmetic arithmetic = Arithmetic.fastest();
        private final Workers workers;

        Updater(KerasAdam config) {
            super(config);
            workers = Workers.of(config.threads);
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            int length = Math.toIntExact(gradient.length());
            Step step = Step.of(getConfig().getLearningRate(iteration, epoch), iteration);
            MemorySegment gradients = BorderArrays.elements(gradient);
            MemorySegment means = BorderArrays.elements(getM());
            MemorySegment variances = BorderArrays.elements(getV());
            workers.run(new Workers.Phase(Math.ceilDiv(length, CHUNK), chunk -> {
                int from = chunk * CHUNK;
                arithmetic.adam(gradients, means, variances, from, Math.min(CHUNK, length - from), step);
            }));
        }
    }
}
