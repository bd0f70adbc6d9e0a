package dev.verdict.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

class FlatParametersTest {
    /** Gates of ours in the order in which Deeplearning4j's columns hold them: candidate, forget, output, input. */
    private static final int[] GATE_OF_BLOCK = {2, 1, 3, 0};

    @ParameterizedTest(name = "{0} indices, embedding of {1}, {2} units")
    @CsvSource({"12, 5, 3", "4, 1, 1", "7, 2, 9", "100, 16, 8"})
    void shouldReadBackTheSameWeightsWhenLaidFlat(int indices, int embedding, int units) {
        // Given
        LstmWeights weights = TestModels.weights(new NetworkSettings(indices, embedding, units), 1);

        // When
        float[] flat = FlatParameters.toFlat(weights);

        // Then
        assertThat(flat).hasSize(weights.shape().parameterCount());
        assertEqual(FlatParameters.toWeights(weights.shape(), flat), weights);
    }

    @Test
    void shouldUseEveryPositionOnceWhenRead() {
        // Given
        var shape = new NetworkSettings(7, 4, 3);
        float[] flat = new float[shape.parameterCount()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = i;
        }

        // When
        LstmWeights weights = FlatParameters.toWeights(shape, flat);

        // Then
        Set<Float> seen = new HashSet<>();
        for (float[] array : new float[][] {
            weights.embedding(),
            weights.inputKernel(),
            weights.recurrentKernel(),
            weights.bias(),
            weights.outputKernel()
        }) {
            for (float value : array) {
                seen.add(value);
            }
        }
        seen.add(weights.outputBias());
        assertThat(seen).hasSize(flat.length);
    }

    @Test
    void shouldStandWhereDeeplearning4jLooksWhenPutIntoAStockNetwork() {
        // Given
        var shape = new NetworkSettings(12, 5, 3);
        LstmWeights weights = TestModels.weights(shape, 2);

        // When
        Map<String, INDArray> parameters = ReviewNetwork.network(weights).paramTable();

        // Then
        assertThat(parameters).containsOnlyKeys("0_W", "1_W", "1_RW", "1_b", "2_W", "2_b");
        assertMatrix(parameters.get("0_W"), weights.embedding(), 12, 5);
        assertGates(parameters.get("1_W"), weights.inputKernel(), 5, 3);
        assertGates(parameters.get("1_RW"), weights.recurrentKernel(), 3, 3);
        assertGates(parameters.get("1_b").reshape(1, 12), weights.bias(), 1, 3);
        assertMatrix(parameters.get("2_W"), weights.outputKernel(), 3, 1);
        assertThat(parameters.get("2_b").length()).isEqualTo(1);
        assertThat(parameters.get("2_b").getFloat(0)).isEqualTo(weights.outputBias());
    }

    @Test
    void shouldReadBackTheSameWeightsWhenTakenOutOfAStockNetwork() {
        // Given
        var shape = new NetworkSettings(12, 5, 3);
        LstmWeights weights = TestModels.weights(shape, 3);

        // When
        LstmWeights read = ReviewNetwork.weights(
                shape, ReviewNetwork.network(weights).params().dup().data().asFloat());

        // Then
        assertEqual(read, weights);
    }

    private static void assertMatrix(INDArray matrix, float[] rowMajor, int rows, int columns) {
        assertThat(matrix.shape()).containsExactly(rows, columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                assertThat(matrix.getFloat(row, column)).isEqualTo(rowMajor[row * columns + column]);
            }
        }
    }

    private static void assertGates(INDArray matrix, float[] rowMajor, int rows, int units) {
        assertThat(matrix.shape()).containsExactly(rows, 4 * units);
        for (int row = 0; row < rows; row++) {
            for (int block = 0; block < 4; block++) {
                for (int unit = 0; unit < units; unit++) {
                    assertThat(matrix.getFloat(row, block * units + unit))
                            .as("row %d, block %d, unit %d", row, block, unit)
                            .isEqualTo(rowMajor[row * 4 * units + GATE_OF_BLOCK[block] * units + unit]);
                }
            }
        }
    }

    private static void assertEqual(LstmWeights actual, LstmWeights expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.embedding()).isEqualTo(expected.embedding());
        assertThat(actual.inputKernel()).isEqualTo(expected.inputKernel());
        assertThat(actual.recurrentKernel()).isEqualTo(expected.recurrentKernel());
        assertThat(actual.bias()).isEqualTo(expected.bias());
        assertThat(actual.outputKernel()).isEqualTo(expected.outputKernel());
        assertThat(actual.outputBias()).isEqualTo(expected.outputBias());
    }
}
