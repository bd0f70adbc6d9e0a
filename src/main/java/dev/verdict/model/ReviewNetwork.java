package dev.verdict.model;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The network as Deeplearning4j's layers: Embedding -> LSTM, last state -> Dense(1, sigmoid). Input: indices
 * {@code [minibatch, timeSteps]}; output: probabilities {@code [minibatch, 1]}.
 */
public final class ReviewNetwork {
    private static final double KERAS_ADAM_EPSILON = 1e-7;

    private ReviewNetwork() {}

    /** A network to train: Keras's initial values where Deeplearning4j has them, binary cross-entropy, Adam. */
    public static MultiLayerConfiguration training(
            NetworkSettings shape, double dropout, double learningRate, long seed) {
        double retained = 1 - dropout;
        return configuration(shape, retained, new Adam(learningRate, 0.9, 0.999, KERAS_ADAM_EPSILON), seed);
    }

    /** The network that an artifact stores: nothing but what inference needs. */
    static MultiLayerConfiguration inference(NetworkSettings shape) {
        return configuration(shape, 1, new NoOp(), 0);
    }

    private static MultiLayerConfiguration configuration(
            NetworkSettings shape, double retained, IUpdater updater, long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater)
                .weightInit(WeightInit.XAVIER_UNIFORM) // Glorot's, under Deeplearning4j's name
                .list()
                .layer(new EmbeddingSequenceLayer.Builder()
                        .nIn(shape.indexCount())
                        .nOut(shape.embeddingSize())
                        .inferInputLength(true)
                        .weightInit(new UniformDistribution(-0.05, 0.05))
                        .build())
                .layer(new LastTimeStep(new LSTM.Builder()
                        .nIn(shape.embeddingSize())
                        .nOut(shape.units())
                        .dropOut(retained)
                        .forgetGateBiasInit(1)
                        .activation(Activation.TANH)
                        .gateActivationFunction(shape.recurrentActivation().inDeeplearning4j())
                        .build()))
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nIn(shape.units())
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }

    /** The parameters of such a network as they are now. */
    public static LstmWeights weights(NetworkSettings shape, MultiLayerNetwork network) {
        return FlatParameters.toWeights(shape, network.params().dup().data().asFloat());
    }

    /** A stock Deeplearning4j network with these parameters, for inference. Not thread-safe, as any of its kind. */
    public static MultiLayerNetwork network(LstmWeights weights) {
        var network = new MultiLayerNetwork(inference(weights.shape()));
        network.init(Nd4j.createFromArray(FlatParameters.toFlat(weights)).reshape(1, -1), false);
        return network;
    }
}
