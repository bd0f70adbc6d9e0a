package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Deeplearning4j's own check, which wants a network of doubles: the layers convert at their border and compute in float32.
 * A loss near 1 is then known to about 2e-7; over a difference of twice {@link #STEP} that is an error of 1e-5, and what a
 * central difference leaves out, the third derivative times a sixth of the step's square, is of the same size.
 */
class GradientCheckTest {
    private static final double STEP = 1e-2;
    private static final double MAX_RELATIVE_ERROR = 1e-2;
    /** Below it the relative error says nothing. */
    private static final double ABSOLUTE_ERROR = 5e-5;

    private static final int MINIBATCH = 4;
    private static final int STEPS = 5;
    private static final int INDICES = 7;
    private static final int INPUTS = 3;
    private static final int UNITS = 4;

    private DataType defaultType;

    @BeforeEach
    void computeInDouble() {
        defaultType = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterEach
    void computeAsBefore() {
        Nd4j.setDefaultDataTypes(defaultType, defaultType);
    }

    @ParameterizedTest(name = "implementation {0}, {1}, dropout {2}")
    @CsvSource({"1, SIGMOID, 0", "1, SIGMOID, 0.2", "2, SIGMOID, 0.2"})
    void shouldPassWhenLayerEmbeds(int implementation, RecurrentActivation activation, double rate) {
        // Given
        EmbeddedKerasLstm layer = new EmbeddedKerasLstm.Builder()
                .nIn(INDICES)
                .embeddingSize(INPUTS)
                .nOut(UNITS)
                .implementation(implementation)
                .recurrentActivation(activation)
                .dropout(rate)
                .recurrentDropout(rate)
                .activation(Activation.TANH)
                .build();
        INDArray indices = TestNetworks.indices(MINIBATCH, STEPS, INDICES, 1).castTo(DataType.DOUBLE);

        // Then
        assertThat(passes(network(layer, new LogisticOutput.Builder().nIn(UNITS).build()), indices, 1))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0", "0.2"})
    void shouldPassAmongDeeplearning4jsLayers(double rate) {
        // Given
        KerasLstm layer = new KerasLstm.Builder()
                .nIn(INPUTS)
                .nOut(UNITS)
                .dropout(rate)
                .recurrentDropout(rate)
                .activation(Activation.TANH)
                .build();
        DenseLayer dense = new DenseLayer.Builder()
                .nIn(UNITS)
                .nOut(5)
                .activation(Activation.TANH)
                .build();
        OutputLayer output = new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(5)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
        Nd4j.getRandom().setSeed(1);
        INDArray vectors = Nd4j.randn(DataType.DOUBLE, MINIBATCH, INPUTS, STEPS);

        // Then
        assertThat(passes(network(layer, dense, output), vectors, 3)).isTrue();
    }

    private static MultiLayerNetwork network(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(1)
                .updater(new NoOp())
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerConfiguration configuration = list.build();
        var network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /** @param classes columns of the labels; one for a probability */
    private static boolean passes(MultiLayerNetwork network, INDArray input, int classes) {
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, MINIBATCH, classes);
        for (int row = 0; row < MINIBATCH; row++) {
            if (classes > 1 || row % 2 == 0) {
                labels.putScalar(row, row % classes, 1);
            }
        }
        return GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(network)
                .epsilon(STEP)
                .maxRelError(MAX_RELATIVE_ERROR)
                .minAbsoluteError(ABSOLUTE_ERROR)
                .input(input)
                .labels(labels));
    }
}
