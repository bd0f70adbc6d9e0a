package dev.verdict.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.verdict.model.LstmWeights;
import dev.verdict.model.NetworkSettings;
import dev.verdict.model.TestModels;
import dev.verdict.network.RecurrentActivation;
import dev.verdict.text.TokenSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The loops on vectors and the plain ones: right, and the same to the last bit. */
class KernelsTest {
    private static final int STEPS = 24;
    private static final int INDICES = 40;

    /**
     * The reference is float64; float32's rounding, 6e-8 each time, adds up over 24 steps through gates whose slope is at
     * most 1.
     */
    private static final double FLOAT32_AGAINST_FLOAT64 = 2e-6;

    private static LstmInference inference(LstmWeights weights, Kernels kernels) {
        return new LstmInference(weights, STEPS, WarmingKernels.only(kernels));
    }

    private static LstmWeights weights(int units, RecurrentActivation activation) {
        return TestModels.weights(new NetworkSettings(INDICES, 9, units, activation), 21);
    }

    @ParameterizedTest(name = "{0} units, {1}")
    @CsvSource({
        "1, SIGMOID",
        "3, SIGMOID",
        "8, HARD_SIGMOID",
        "16, SIGMOID",
        "17, HARD_SIGMOID",
        "31, SIGMOID",
        "33, SIGMOID",
        "100, HARD_SIGMOID",
        "112, SIGMOID",
        "128, SIGMOID",
        "300, SIGMOID"
    })
    void shouldGiveTheSameBitsAndTheEquationsValueWhenUnitsAreAnyNumber(int units, RecurrentActivation activation) {
        // Given
        LstmWeights weights = weights(units, activation);
        List<TokenSequence> sequences = TestSequences.ofEveryLength(STEPS + 1, STEPS, INDICES, 22);
        var plain = new PlainLstm(weights);

        // When
        double[] onVectors = inference(weights, new VectorKernels()).probabilities(sequences);

        // Then
        assertThat(onVectors)
                .containsExactly(
                        sequences.stream().mapToDouble(plain::probability).toArray(), within(FLOAT32_AGAINST_FLOAT64));
        for (int lanes : new int[] {1, 4, 8, 16, 32}) {
            assertThat(inference(weights, new ScalarKernels(lanes)).probabilities(sequences))
                    .as("plain loops, %d lanes", lanes)
                    .isEqualTo(onVectors);
        }
        assertThat(Arrays.stream(onVectors).distinct()).hasSizeGreaterThan(sequences.size() / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 63, 64, 65, 100, 1023, 1024, 1025, 2100})
    void shouldGiveTheSameBitsAsAloneWhenBatchIsOfAnySize(int size) {
        // Given
        var inference = inference(weights(20, RecurrentActivation.SIGMOID), new VectorKernels());
        List<TokenSequence> sequences = TestSequences.ofEveryLength(size, STEPS, INDICES, 23);

        // When
        double[] together = inference.probabilities(sequences);

        // Then
        assertThat(together)
                .isEqualTo(
                        sequences.stream().mapToDouble(inference::probability).toArray());
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameBitsWhenBatchIsInAnotherOrder(RecurrentActivation activation) {
        // Given
        var inference = inference(weights(128, activation), new VectorKernels());
        List<TokenSequence> sequences = TestSequences.ofEveryLength(150, STEPS, INDICES, 24);
        double[] expected = inference.probabilities(sequences);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 150).boxed().toList());
        Collections.shuffle(order, new Random(25));

        // When
        double[] shuffled =
                inference.probabilities(order.stream().map(sequences::get).toList());

        // Then
        assertThat(shuffled)
                .isEqualTo(order.stream().mapToDouble(i -> expected[i]).toArray());
    }

    @Test
    void shouldStayFiniteWhenGatesAreSaturated() {
        // Given
        LstmWeights small = weights(16, RecurrentActivation.SIGMOID);
        float[] bias = small.bias().clone();
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (i % 3 - 1) * 1e30f;
        }
        var weights = new LstmWeights(
                small.shape(),
                small.embedding(),
                small.inputKernel(),
                small.recurrentKernel(),
                bias,
                small.outputKernel(),
                0);
        List<TokenSequence> sequences = TestSequences.ofEveryLength(STEPS, STEPS, INDICES, 26);
        var plain = new PlainLstm(weights);

        // When
        double[] probabilities = inference(weights, new VectorKernels()).probabilities(sequences);

        // Then
        assertThat(probabilities)
                .containsExactly(
                        sequences.stream().mapToDouble(plain::probability).toArray(), within(FLOAT32_AGAINST_FLOAT64))
                .isEqualTo(inference(weights, new ScalarKernels(8)).probabilities(sequences));
    }

    @Test
    void shouldGiveNothingWhenThereIsNothing() {
        assertThat(inference(weights(3, RecurrentActivation.SIGMOID), new VectorKernels())
                        .probabilities(List.of()))
                .isEmpty();
    }
}
