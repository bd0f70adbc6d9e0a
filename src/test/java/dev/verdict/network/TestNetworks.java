package dev.verdict.network;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

import java.util.SplittableRandom;

/** Networks around a layer, and their inputs. */
final class TestNetworks {
    private TestNetworks() {}

    /** The layer, then one logistic unit; binary cross-entropy, Adam as Keras has it. */
    static MultiLayerConfiguration classifier(AbstractKerasLstm layer, long seed) {
        return layers(seed, new KerasAdam(0.001, layer.getThreads()))
                .layer(layer)
                .layer(new LogisticOutput.Builder().nIn(layer.getNOut()).build())
                .build();
    }

    /** The same behind Deeplearning4j's own embedding. */
    static MultiLayerConfiguration classifierBehindEmbedding(int indices, KerasLstm layer) {
        return layers(1, new Adam(0.001, 0.9, 0.999, 1e-7))
                .layer(embedding(indices, layer.getNIn()))
                .layer(layer)
                .layer(output(layer.getNOut()))
                .build();
    }

    /** The same of nothing but Deeplearning4j's own layers. */
    static MultiLayerConfiguration stockClassifier(int indices, int inputs, int units) {
        return layers(1, new Adam(0.001, 0.9, 0.999, 1e-7))
                .layer(embedding(indices, inputs))
                .layer(new LastTimeStep(new LSTM.Builder()
                        .nIn(inputs)
                        .nOut(units)
                        .activation(Activation.TANH)
                        .gateActivationFunction(Activation.SIGMOID)
                        .build()))
                .layer(output(units))
                .build();
    }

    private static NeuralNetConfiguration.ListBuilder layers(long seed, IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(seed).updater(updater).list();
    }

    private static EmbeddingSequenceLayer embedding(long indices, long size) {
        return new EmbeddingSequenceLayer.Builder().nIn(indices).nOut(size).build();
    }

    private static OutputLayer output(long units) {
        return new OutputLayer.Builder(LossFunction.XENT)
                .nIn(units)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build();
    }

    /** [minibatch, timeSteps] below the bound. */
    static INDArray indices(int minibatch, int timeSteps, int bound, long seed) {
        var random = new SplittableRandom(seed);
        float[][] indices = new float[minibatch][timeSteps];
        for (float[] sequence : indices) {
            for (int step = 0; step < timeSteps; step++) {
                sequence[step] = random.nextInt(bound);
            }
        }
        return Nd4j.createFromArray(indices);
    }

    /** [minibatch, 1] of 0 and 1. */
    static INDArray labels(int minibatch, long seed) {
        return indices(minibatch, 1, 2, seed);
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
