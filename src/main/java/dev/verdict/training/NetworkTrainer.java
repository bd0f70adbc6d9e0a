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
    private final MultiLayerNetwork network;

    /**
     * All that decides what the next minibatch does.
     *
     * @param parameters the network's, as Deeplearning4j lays them out
     * @param optimiser Adam's moments, as Deeplearning4j lays them out
     * @param iterations minibatches trained on so far
     */
    record State(float[] parameters, float[] optimiser, int iterations) {}

    /** @param threads to compute on; 0 for as many as there are processors */
    NetworkTrainer(NetworkSettings settings, Recipe recipe, int threads) {
        Nd4j.getRandom().setSeed(recipe.seed()); // Deeplearning4j's output layer draws its weights from it
        network = new MultiLayerNetwork(ReviewNetwork.training(settings, recipe, threads));
        network.init();
    }

    /** Trains on one minibatch and adds its predictions, made under dropout before the weights changed, to the means. */
    void fit(Minibatch batch, RunningMeans means) {
        try (INDArray features = Nd4j.createFromArray(batch.indices());
                INDArray labels = Nd4j.createFromArray(batch.labels())) {
            network.fit(features, labels);
        }
        double[] probabilities = ReviewNetwork.trainedProbabilities(network);
        for (int i = 0; i < probabilities.length; i++) {
            means.add(probabilities[i], batch.positive()[i]);
        }
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

    /** Goes on from the parameters of another network; the optimiser knows nothing of it. */
    void begin(float[] parameters) {
        network.setParams(rowVector(parameters));
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
