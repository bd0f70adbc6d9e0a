package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

class KerasLstmTest {
    /** Float32 rounding through at most 13 steps of two different orders of summation. */
    private static final float STOCK_TOLERANCE = 1e-5f;

    private static final int INDICES = 19;

    @ParameterizedTest(name = "minibatch {0} x {1}, embedding of {2}, {3} units")
    @CsvSource({"1, 1, 1, 1", "33, 13, 7, 5", "8, 6, 16, 32", "17, 3, 33, 40"})
    void shouldEqualStockLayersWithTheSameVector(int minibatch, int timeSteps, int inputs, int units) {
        // Given
        var ours = new MultiLayerNetwork(
                TestNetworks.classifier(embedded(inputs, units, 2).build(), 1));
        ours.init();
        var stock = new MultiLayerNetwork(TestNetworks.stockClassifier(INDICES, inputs, units));
        stock.init(ours.params().dup().muli(3), true);
        ours.setParams(stock.params().dup());
        INDArray indices = TestNetworks.indices(minibatch, timeSteps, INDICES, 1);
        INDArray labels = TestNetworks.labels(minibatch, 2);

        // Then
        assertThat(floats(ours.output(indices)))
                .containsExactly(floats(stock.output(indices)), within(STOCK_TOLERANCE));
        assertThat(gradient(ours, indices, labels))
                .containsExactly(gradient(stock, indices, labels), within(minibatch * STOCK_TOLERANCE));
    }

    @ParameterizedTest(name = "minibatch {0} x {1}, vectors of {2}, {3} units")
    @CsvSource({"1, 2, 3, 4", "33, 13, 7, 5", "5, 6, 32, 17"})
    void shouldEqualStockLayersBehindAnEmbedding(int minibatch, int timeSteps, int inputs, int units) {
        // Given
        KerasLstm layer =
                new KerasLstm.Builder().nIn(inputs).nOut(units).threads(2).build();
        var ours = new MultiLayerNetwork(TestNetworks.classifierBehindEmbedding(INDICES, layer));
        ours.init();
        var stock = new MultiLayerNetwork(TestNetworks.stockClassifier(INDICES, inputs, units));
        stock.init(ours.params().dup(), true);
        INDArray indices = TestNetworks.indices(minibatch, timeSteps, INDICES, 1);
        INDArray labels = TestNetworks.labels(minibatch, 2);

        // Then
        assertThat(floats(ours.output(indices)))
                .containsExactly(floats(stock.output(indices)), within(STOCK_TOLERANCE));
        assertThat(gradient(ours, indices, labels))
                .containsExactly(gradient(stock, indices, labels), within(minibatch * STOCK_TOLERANCE));
    }

    /**
     * By central differences in float32. A loss is known to about 2e-7, so a difference over 2 x 0.005 is to about 4e-5; the
     * loss's bend adds up to 1e-4 to gradients near 1.
     */
    @ParameterizedTest
    @EnumSource
    void shouldGiveGradientsOfItsLossWhenMasksAreDrawn(RecurrentActivation activation) {
        // Given
        EmbeddedKerasLstm layer = embedded(7, 5, 2)
                .recurrentActivation(activation)
                .dropout(0.2)
                .recurrentDropout(0.2)
                .build();
        var network = new MultiLayerNetwork(TestNetworks.classifier(layer, 3));
        network.init();
        network.params().muli(2);
        INDArray indices = TestNetworks.indices(4, 9, INDICES, 1);
        INDArray labels = TestNetworks.labels(4, 2);
        float[] gradient = gradient(network, indices, labels);
        float step = 0.005f;

        for (int i = 0; i < gradient.length; i++) {
            // When
            float value = network.params().getFloat(i);
            network.params().putScalar(i, value + step);
            gradient(network, indices, labels);
            double above = network.score();
            network.params().putScalar(i, value - step);
            gradient(network, indices, labels);
            double below = network.score();
            network.params().putScalar(i, value);

            // Then
            assertThat(gradient[i] / 4.0)
                    .as("gradient by parameter %d", i)
                    .isCloseTo((above - below) / (2 * step), within(2e-4));
        }
    }

    @Test
    void shouldDrawMasksOnceASequenceInTrainingAndNotAtInference() {
        // Given
        var network = new MultiLayerNetwork(TestNetworks.classifier(dropping(1), 1));
        network.init();
        List<Integer> drawn = new ArrayList<>();
        ((KerasLstmLayer) network.getLayer(0)).useMasks(new MaskSource() {
            @Override
            public void inputMasks(int iteration, int sequence, float[] masks, int from, int stride) {
                drawn.add(sequence);
            }

            @Override
            public void recurrentMasks(int iteration, int sequence, float[] masks, int from, int stride) {
                drawn.add(sequence);
            }
        });

        // When
        INDArray indices = TestNetworks.indices(3, 5, INDICES, 1);
        network.output(indices);
        List<Integer> atInference = List.copyOf(drawn);
        network.fit(indices, TestNetworks.labels(3, 1));

        // Then
        assertThat(atInference).isEmpty();
        assertThat(drawn).containsExactly(0, 0, 1, 1, 2, 2);
    }

    @Test
    void shouldComeToTheSameBitsWithAnyNumberOfThreads() {
        // When
        float[] one = trained(dropping(1), 5);
        float[] two = trained(dropping(2), 5);
        float[] five = trained(dropping(5), 5);

        // Then
        assertThat(two).isEqualTo(one);
        assertThat(five).isEqualTo(one);
    }

    @Test
    void shouldDifferWhenSeedsDiffer() {
        assertThat(trained(dropping(1), 6)).isNotEqualTo(trained(dropping(1), 5));
    }

    @Test
    void shouldGiveTheSameGradientWithoutVectors() {
        // Given
        var shape = new LstmShape(INDICES, 13, 11);

        // When
        float[] vectors = coreGradient(shape, new VectorArithmetic());
        float[] scalars = coreGradient(shape, new ScalarArithmetic());

        // Then
        assertThat(vectors).containsExactly(scalars, within(STOCK_TOLERANCE));
    }

    @Test
    void shouldComeBackFromJsonAsItWas() {
        // Given
        EmbeddedKerasLstm layer = embedded(7, 5, 2)
                .dropout(0.2)
                .recurrentDropout(0.3)
                .implementation(2)
                .recurrentActivation(RecurrentActivation.HARD_SIGMOID)
                .build();
        MultiLayerConfiguration configuration = TestNetworks.classifier(layer, 1);

        // When
        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());

        // Then
        assertThat(read.toJson()).isEqualTo(configuration.toJson());
        assertThat(read.getConf(0).getLayer())
                .isInstanceOf(EmbeddedKerasLstm.class)
                .usingRecursiveComparison()
                .isEqualTo(configuration.getConf(0).getLayer());
    }

    @Test
    void shouldRefuseImpossibleSettingsAndInputs() {
        // Given
        var network = new MultiLayerNetwork(TestNetworks.classifier(dropping(1), 1));
        network.init();

        // Then
        assertThatThrownBy(() -> embedded(7, 5, 1).dropout(1).build()).hasMessage("dropout must be in [0, 1), not 1.0");
        assertThatThrownBy(() -> embedded(7, 5, 1).implementation(3).build())
                .hasMessage("implementation must be 1 or 2, not 3");
        assertThatThrownBy(() -> network.output(Nd4j.createFromArray(new float[][] {{1, INDICES}})))
                .hasMessageContaining("an index must be a whole number in [0, 19), not 19.0");
        assertThatThrownBy(() -> network.output(Nd4j.createFromArray(new float[][][] {{{1}}})))
                .hasMessageContaining("input must be [minibatch, timeSteps], not [1, 1, 1]");
    }

    private static EmbeddedKerasLstm.Builder embedded(int inputs, int units, int threads) {
        return new EmbeddedKerasLstm.Builder()
                .nIn(INDICES)
                .embeddingSize(inputs)
                .nOut(units)
                .threads(threads);
    }

    private static EmbeddedKerasLstm dropping(int threads) {
        return embedded(9, 21, threads).dropout(0.2).recurrentDropout(0.2).build();
    }

    private static float[] trained(EmbeddedKerasLstm layer, long seed) {
        var network = new MultiLayerNetwork(TestNetworks.classifier(layer, seed));
        network.init();
        for (int i = 0; i < 4; i++) {
            network.fit(TestNetworks.indices(37, 11, INDICES, i), TestNetworks.labels(37, i));
        }
        return floats(network.params());
    }

    private static float[] coreGradient(LstmShape shape, Arithmetic arithmetic) {
        var core = new LstmCore(
                shape,
                RecurrentActivation.SIGMOID,
                0.2,
                0.2,
                new DrawnMasks(1, 0.2, 0.2, false, shape.inputs(), shape.units()),
                arithmetic,
                Workers.of(2));
        Minibatch batch = core.begin(19, 7);
        for (int i = 0; i < batch.indices.length; i++) {
            batch.indices[i] = i % INDICES;
        }
        core.forward(MemorySegment.ofArray(KerasInitialValues.draw(shape, 1)), true, 0);
        for (int i = 0; i < batch.outputGradient.length; i++) {
            batch.outputGradient[i] = i % 5 - 2;
        }
        float[] gradient = new float[shape.parameterCount()];
        core.backward(MemorySegment.ofArray(gradient), new float[0]);
        return gradient;
    }

    /** Of the loss's sum over the minibatch. */
    private static float[] gradient(MultiLayerNetwork network, INDArray input, INDArray labels) {
        network.setInput(input);
        network.setLabels(labels);
        network.computeGradientAndScore();
        return floats(network.gradient().gradient());
    }

    private static float[] floats(INDArray array) {
        return array.dup().data().asFloat();
    }
}
