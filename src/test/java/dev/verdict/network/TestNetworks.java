package dev.verdict.network;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

import java.util.SplittableRandom;

/** Networks around a layer, and their inputs. */
final class TestNetworks {
    private TestNetworks() {}

    /** The layer, then one logistic unit; binary cross-entropy, Adam as Keras has it. */
    static MultiLayerConfiguration classifier(AbstractKerasLstm layer, long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(0.001, 0.9, 0.999, 1e-7))
                .list()
                .layer(layer)
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nIn(layer.getNOut())
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
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
