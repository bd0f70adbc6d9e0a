package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class KerasInitialValuesTest {
    private final LstmShape shape = new LstmShape(50, 24, 16);
    private final float[] values = KerasInitialValues.draw(shape, 1);

    @Test
    void shouldDrawEmbeddingAndInputKernelUniformly() {
        // Given
        float[] embedding = Arrays.copyOf(values, shape.inputKernelAt());
        float[] kernel = Arrays.copyOfRange(values, shape.inputKernelAt(), shape.recurrentKernelAt());
        double glorot = Math.sqrt(6.0 / (24 + 64));

        // Then: 1,000 and more draws come within 2 % of both bounds
        assertSpread(embedding, 0.05);
        assertSpread(kernel, glorot);
    }

    @Test
    void shouldDrawRecurrentKernelWithOrthonormalRows() {
        for (int first = 0; first < shape.units(); first++) {
            for (int second = 0; second <= first; second++) {
                double dot = 0;
                for (int column = 0; column < Gate.COUNT * shape.units(); column++) {
                    int at = shape.recurrentKernelAt() + column * shape.units();
                    dot += (double) values[at + first] * values[at + second];
                }
                // Then: 64 products, each rounded to 6e-8 of a value below 1
                assertThat(dot).isCloseTo(first == second ? 1 : 0, within(1e-6));
            }
        }
    }

    @Test
    void shouldSetOnlyTheForgetBias() {
        for (int gate = 0; gate < Gate.COUNT; gate++) {
            int from = shape.biasAt() + gate * shape.units();
            assertThat(Arrays.copyOfRange(values, from, from + shape.units()))
                    .containsOnly(gate == Gate.FORGET ? 1 : 0);
        }
    }

    @Test
    void shouldDependOnNothingButTheSeed() {
        assertThat(KerasInitialValues.draw(shape, 1)).isEqualTo(values);
        assertThat(KerasInitialValues.draw(shape, 2)).isNotEqualTo(values);
    }

    private static void assertSpread(float[] values, double bound) {
        double[] sorted = new double[values.length];
        Arrays.setAll(sorted, i -> values[i]);
        Arrays.sort(sorted);
        assertThat(sorted[0]).isBetween(-bound, -0.98 * bound);
        assertThat(sorted[sorted.length - 1]).isBetween(0.98 * bound, bound);
    }
}
