package dev.verdict.model;

import dev.verdict.network.EmbeddedKerasLstm;
import dev.verdict.network.KerasAdam;
import dev.verdict.network.LogisticOutput;
import dev.verdict.network.LogisticOutputLayer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The network as Deeplearning4j's layers: Embedding -> LSTM, last state -> Dense(1, sigmoid). Input: indices
 * {@code [minibatch, timeSteps]}; output: probabilities {@code [minibatch, 1]}.
 */
public final class ReviewNetwork {
    private ReviewNetwork() {}

    /**
     * A network to train: Keras's layers, initial values and Adam. Its parameter vector is that of the network that an
     * artifact stores.
     *
     * @param threads to compute on; 0 for as many as there are processors
     */
    public static MultiLayerConfiguration training(NetworkSettings settings, Recipe recipe, int threads) {
        return new NeuralNetConfiguration.Builder()
                .seed(recipe.seed())
                .updater(new KerasAdam(recipe.learningRate(), threads))
                .gradientNormalization(
                        recipe.clipNorm() > 0 ? GradientNormalization.ClipL2PerLayer : GradientNormalization.None)
                .gradientNormalizationThreshold(recipe.clipNorm())
                .weightInit(WeightInit.XAVIER_UNIFORM) // of the output layer: Glorot's, under Deeplearning4j's name
                .list()
                .layer(new EmbeddedKerasLstm.Builder()
                        .nIn(settings.indexCount())
                        .embeddingSize(settings.embeddingSize())
                        .nOut(settings.units())
                        .dropout(recipe.dropout())
                        .recurrentDropout(recipe.recurrentDropout())
                        .implementation(recipe.implementation())
                        .recurrentActivation(settings.recurrentActivation())
                        .threads(threads)
                        .build())
                .layer(new LogisticOutput.Builder().nIn(settings.units()).build())
                .build();
    }

    /** P(positive) of each review of the minibatch that such a network was last trained on, before its step; not copied. */
    public static double[] trainedProbabilities(MultiLayerNetwork network) {
        return ((LogisticOutputLayer) network.getOutputLayer()).trainedProbabilities();
    }

    /** The network that an artifact stores: stock layers, and nothing but what inference needs. */
    static MultiLayerConfiguration inference(NetworkSettings settings) {
        return new NeuralNetConfiguration.Builder()
                .seed(0) // the time of day otherwise, and every artifact would be another
                .updater(new NoOp())
                .list()
                .layer(new EmbeddingSequenceLayer.Builder()
                        .nIn(settings.indexCount())
                        .nOut(settings.embeddingSize())
                        .inferInputLength(true)
                        .build())
                .layer(new LastTimeStep(new LSTM.Builder()
                        .nIn(settings.embeddingSize())
                        .nOut(settings.units())
                        .activation(Activation.TANH)
                        .gateActivationFunction(
                                switch (settings.recurrentActivation()) {
                                    case SIGMOID -> Activation.SIGMOID;
                                    case HARD_SIGMOID -> Activation.HARDSIGMOID;
                                })
                        .build()))
                .layer(output(settings))
                .build();
    }

    private static OutputLayer output(NetworkSettings settings) {
        return new OutputLayer.Builder(LossFunction.XENT)
                .nIn(settings.units())
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build();
    }

    /** @param parameters of such a network, as {@code params()} has them */
    public static LstmWeights weights(NetworkSettings settings, float[] parameters) {
        return FlatParameters.toWeights(settings, parameters);
    }

    /** The opposite of {@link #weights}. */
    public static float[] parameters(LstmWeights weights) {
        return FlatParameters.toFlat(weights);
    }

    /** A stock Deeplearning4j network with these parameters, for inference. Not thread-safe, as any of its kind. */
    public static MultiLayerNetwork network(LstmWeights weights) {
        var network = new MultiLayerNetwork(inference(weights.shape()));
        network.init(Nd4j.createFromArray(FlatParameters.toFlat(weights)).reshape(1, -1), false);
        return network;
    }
}
