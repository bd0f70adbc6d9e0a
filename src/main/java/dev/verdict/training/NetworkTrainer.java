package dev.verdict.training;

import dev.verdict.model.NetworkSettings;
import dev.verdict.model.Recipe;
import dev.verdict.model.ReviewNetwork;
import dev.verdict.training.Minibatches.Minibatch;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The network while it is trained, with its optimiser: plain arrays outside, Deeplearning4j inside. Not thread-safe. */
final class NetworkTrainer {
    private static final int REVIEWS_AT_ONCE = 512;

    private final MultiLayerNetwork network;
    private final MultiLayerNetwork evaluated; // the same layers with other weights
    private final BatchFigures figures = new BatchFigures();

    /**
     * All that decides what the next minibatch does.
     *
     * @param parameters the network's, as Deeplearning4j lays them out
     * @param optimiser Adam's moments, as Deeplearning4j lays them out
     * @param iterations minibatches trained on so far
     */
    record State(float[] parameters, float[] optimiser, int iterations) {}

    NetworkTrainer(NetworkSettings settings, Recipe recipe) {
        Nd4j.getRandom().setSeed(recipe.seed()); // Deeplearning4j's output layer draws its weights from it
        network = new MultiLayerNetwork(ReviewNetwork.training(settings, recipe));
        network.init();
        network.setListeners(figures);
        evaluated = new MultiLayerNetwork(ReviewNetwork.training(settings, recipe));
        evaluated.init();
    }

    /** Trains on one minibatch and adds its predictions, made before the weights changed, to the means. */
    void fit(Minibatch batch, RunningMeans means) {
        figures.expect(batch.positive(), means);
        try (INDArray features = Nd4j.createFromArray(batch.indices());
                INDArray labels = Nd4j.createFromArray(batch.labels())) {
            network.fit(features, labels);
        }
    }

    /** P(positive) of each review by a network with these parameters, without dropout. */
    double[] probabilities(float[] parameters, EncodedReviews reviews) {
        evaluated.setParams(rowVector(parameters));
        double[] probabilities = new double[reviews.size()];
        for (int from = 0; from < probabilities.length; from += REVIEWS_AT_ONCE) {
            int size = Math.min(REVIEWS_AT_ONCE, probabilities.length - from);
            float[][] indices = new float[size][]; // [minibatch][timeSteps]
            for (int i = 0; i < size; i++) {
                indices[i] = toFloats(reviews.sequences()[from + i].indices());
            }
            try (INDArray features = Nd4j.createFromArray(indices)) {
                double[] output = evaluated.output(features).toDoubleVector(); // (minibatch, 1)
                System.arraycopy(output, 0, probabilities, from, size);
            }
        }
        return probabilities;
    }

    private static float[] toFloats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    /** A copy. */
    float[] parameters() {
        return network.params().dup().data().asFloat();
    }

    int iterations() {
        return network.getIterationCount();
    }

    State state() {
        return new State(
                parameters(),
                network.getUpdater().getStateViewArray().dup().data().asFloat(),
                iterations());
    }

    void restore(State state) {
        network.setParams(rowVector(state.parameters()));
        network.getUpdater().setStateViewArray(network, rowVector(state.optimiser()), false);
        network.setIterationCount(state.iterations());
    }

    private static INDArray rowVector(float[] values) {
        return Nd4j.createFromArray(values).reshape(1, values.length);
    }
}
