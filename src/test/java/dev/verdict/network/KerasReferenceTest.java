package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The layer in a network of Deeplearning4j against values that share no line with it. */
class KerasReferenceTest {
    /** A probability after 9 steps of float32 arithmetic, each of which rounds to 6e-8. */
    private static final double PROBABILITY_TOLERANCE = 2e-6;
    /** Float32 rounding through 9 steps and back, with gradients below 1; the reference itself is within 1e-9. */
    private static final double GRADIENT_TOLERANCE = 2e-6;
    /**
     * Adam's first steps are near 1e-3 whatever the gradient's size, so a parameter is off by 1e-3 times the gradient's
     * relative error; that of gradients as small as 1e-3 is 2e-3.
     */
    private static final double ADAM_TOLERANCE = 5e-6;

    private final KerasReference reference = KerasReference.read();

    @ParameterizedTest
    @CsvSource({"SIGMOID, sigmoid", "HARD_SIGMOID, hard_sigmoid"})
    void shouldGiveProbabilitiesOfReferenceAtInference(RecurrentActivation activation, String name) {
        // Given
        MultiLayerNetwork network = network(builder(1).recurrentActivation(activation));

        // When
        INDArray probabilities = network.output(reference.tokens());

        // Then
        assertClose(probabilities, reference.at("/inference/" + name), PROBABILITY_TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"per_gate, 1", "shared, 2"})
    void shouldGiveProbabilitiesOfReferenceUnderItsMasks(String form, int implementation) {
        // Given
        MultiLayerNetwork network = network(builder(implementation));
        lstm(network).useMasks(reference.masks(form));

        // When
        INDArray probabilities =
                network.feedForward(reference.tokens(), true).getLast().dup();

        // Then
        assertClose(probabilities, reference.at("/training/" + form + "/probabilities"), PROBABILITY_TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"per_gate, 1", "shared, 2"})
    void shouldGiveLossAndGradientsOfReferenceUnderItsMasks(String form, int implementation) {
        // Given
        MultiLayerNetwork network = network(builder(implementation));
        lstm(network).useMasks(reference.masks(form));
        network.setInput(reference.tokens());
        network.setLabels(reference.labels());

        // When
        network.computeGradientAndScore();

        // Then
        JsonNode expected = reference.at("/training/" + form);
        assertThat(network.score()).isCloseTo(expected.path("loss").asDouble(), within(PROBABILITY_TOLERANCE));
        float[] sums = network.gradient().gradient().dup().data().asFloat();
        double[] means = reference.flat(expected.path("gradients"));
        assertThat(sums).hasSameSizeAs(means);
        for (int i = 0; i < means.length; i++) {
            assertThat((double) sums[i] / reference.size("batch"))
                    .as("gradient by parameter %d", i)
                    .isCloseTo(means[i], within(GRADIENT_TOLERANCE));
        }
    }

    @Test
    void shouldTakeStepsOfReferenceWhenFittedWithAdam() {
        // Given
        MultiLayerNetwork network = network(new EmbeddedKerasLstm.Builder());

        for (JsonNode step : reference.at("/adam_without_dropout")) {
            // When
            network.fit(reference.tokens(), reference.labels());

            // Then
            assertThat(network.score()).isCloseTo(step.path("loss_before").asDouble(), within(PROBABILITY_TOLERANCE));
            float[] parameters = network.params().dup().data().asFloat();
            double[] expected = reference.flat(step.path("parameters"));
            assertThat(parameters).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) parameters[i])
                        .as("parameter %d after step %s", i, step.path("step"))
                        .isCloseTo(expected[i], within(ADAM_TOLERANCE));
            }
        }
    }

    private EmbeddedKerasLstm.Builder builder(int implementation) {
        return new EmbeddedKerasLstm.Builder()
                .implementation(implementation)
                .dropout(reference.dropout())
                .recurrentDropout(reference.recurrentDropout());
    }

    private MultiLayerNetwork network(EmbeddedKerasLstm.Builder lstm) {
        EmbeddedKerasLstm layer = lstm.nIn(reference.size("vocabulary"))
                .embeddingSize(reference.size("input"))
                .nOut(reference.size("units"))
                .build();
        var network = new MultiLayerNetwork(TestNetworks.classifier(layer, 1));
        float[] parameters = TestNetworks.floats(reference.flat(reference.at("/parameters")));
        network.init(Nd4j.createFromArray(parameters).reshape(1, -1), true);
        return network;
    }

    private static KerasLstmLayer lstm(MultiLayerNetwork network) {
        return (KerasLstmLayer) network.getLayer(0);
    }

    private static void assertClose(INDArray actual, JsonNode expected, double tolerance) {
        assertThat(actual.length()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.getDouble(i)).isCloseTo(expected.path(i).asDouble(), within(tolerance));
        }
    }
}
