package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

import java.util.Map;

/** Deeplearning4j's Adam is Keras's: the same only if epsilon is added where Keras adds it. */
class AdamTest {
    /** Below, at and above the epsilon, where its place shows. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-8, 1e-7, 1e-6, 1})
    void shouldStepLikeKerasWhateverTheGradientsSize(double gradient) {
        // Given
        var updater = new Adam(0.001, 0.9, 0.999, 1e-7).instantiate(Map.of("M", zero(), "V", zero()), true);
        double mean = 0;
        double square = 0;

        for (int step = 1; step <= 3; step++) {
            // When
            INDArray update = Nd4j.createFromArray((float) gradient);
            updater.applyUpdater(update, step - 1, 0);

            // Then
            mean = 0.9 * mean + 0.1 * gradient;
            square = 0.999 * square + 0.001 * gradient * gradient;
            double rate = 0.001 * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
            double expected = rate * mean / (Math.sqrt(square) + 1e-7);
            // float32 rounds 1 - 0.999 to 5e-5 of itself
            assertThat((double) update.getFloat(0)).isCloseTo(expected, within(1e-4 * expected));
        }
    }

    private static INDArray zero() {
        return Nd4j.createFromArray(0f);
    }
}
