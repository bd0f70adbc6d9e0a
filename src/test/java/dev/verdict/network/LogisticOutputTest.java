package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

import java.util.SplittableRandom;

class LogisticOutputTest {
    /** Sums of some dozens of products of values near 1, each rounded to 6e-8. */
    private static final double TOLERANCE = 1e-5;

    private static final int INPUTS = 5;
    private static final int HIDDEN = 7;
    private static final int MINIBATCH = 33;

    private final INDArray features = features();
    private final INDArray labels = TestNetworks.labels(MINIBATCH, 3);

    @Test
    void shouldTrainLikeDeeplearning4jsOutputLayer() {
        // Given
        MultiLayerNetwork ours = network(output());
        MultiLayerNetwork stock = network(new OutputLayer.Builder(LossFunction.XENT)
                .nIn(HIDDEN)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build());
        stock.setParams(ours.params().dup());

        for (int step = 0; step < 5; step++) {
            // When
            ours.fit(features, labels);
            stock.fit(features, labels);

            // Then
            assertThat(ours.score()).isCloseTo(stock.score(), within(TOLERANCE));
            assertClose(ours.params(), stock.params());
            assertClose(ours.output(features), stock.output(features));
        }
    }

    @Test
    void shouldTellProbabilitiesOfTheMinibatchBeforeItsStep() {
        // Given
        MultiLayerNetwork network = network(output());
        INDArray before = network.output(features).dup();

        // When
        network.fit(features, labels);

        // Then
        double[] probabilities = ((LogisticOutputLayer) network.getOutputLayer()).trainedProbabilities();
        assertClose(Nd4j.createFromArray(probabilities).castTo(before.dataType()), before);
    }

    @Test
    void shouldComeBackFromJsonAsItWas() {
        // Given
        MultiLayerConfiguration configuration = configuration(output());

        // When
        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());

        // Then
        assertThat(read.toJson()).isEqualTo(configuration.toJson());
        assertThat(read.getConf(1).getLayer()).isInstanceOf(LogisticOutput.class);
    }

    private static LogisticOutput output() {
        return new LogisticOutput.Builder().nIn(HIDDEN).build();
    }

    private static MultiLayerNetwork network(Layer output) {
        var network = new MultiLayerNetwork(configuration(output));
        network.init();
        return network;
    }

    private static MultiLayerConfiguration configuration(Layer output) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.5))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(INPUTS)
                        .nOut(HIDDEN)
                        .activation(Activation.TANH)
                        .build())
                .layer(output)
                .build();
    }

    private static INDArray features() {
        var random = new SplittableRandom(2);
        float[][] values = new float[MINIBATCH][INPUTS];
        for (float[] row : values) {
            for (int i = 0; i < INPUTS; i++) {
                row[i] = (float) random.nextDouble(-2, 2);
            }
        }
        return Nd4j.createFromArray(values);
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        float[] values = actual.dup().data().asFloat();
        assertThat(values).containsExactly(expected.dup().data().asFloat(), within((float) TOLERANCE));
    }
}
