package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.SplittableRandom;

class KerasAdamTest {
    /** Not a whole number of vectors, and more than a task takes. */
    private static final int PARAMETERS = 40_003;

    /** Below, at and above the epsilon, where its place shows. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-8, 1e-7, 1e-6, 1})
    void shouldStepLikeKerasWhateverTheGradientsSize(double gradient) {
        // Given
        var updater = new KerasAdam(0.001, 1).instantiate(Map.of("M", zero(), "V", zero()), true);
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void shouldDoAsDeeplearning4jsOwnDoesWhenItsArraysAreViews(int threads) {
        // Given
        INDArray state = Nd4j.zeros(DataType.FLOAT, 1, 2 * PARAMETERS + 10);
        INDArray view = state.get(NDArrayIndex.all(), NDArrayIndex.interval(10, 2 * PARAMETERS + 10));
        GradientUpdater<?> ours = new KerasAdam(0.001, threads).instantiate(view, true);
        GradientUpdater<?> stock =
                new Adam(0.001, 0.9, 0.999, 1e-7).instantiate(Nd4j.zeros(DataType.FLOAT, 1, 2 * PARAMETERS), true);

        for (int iteration = 0; iteration < 3; iteration++) {
            // When
            float[] gradient = gradient(iteration);
            INDArray whole = Nd4j.createFromArray(new float[PARAMETERS + 7]);
            INDArray ourStep = whole.get(NDArrayIndex.interval(7, PARAMETERS + 7));
            ourStep.assign(Nd4j.createFromArray(gradient));
            INDArray stockStep = Nd4j.createFromArray(gradient);
            ours.applyUpdater(ourStep, iteration, 0);
            stock.applyUpdater(stockStep, iteration, 0);

            // Then
            float[] actual = ourStep.dup().data().asFloat();
            float[] expected = stockStep.data().asFloat();
            for (int i = 0; i < PARAMETERS; i++) {
                // a step is at most the learning rate; some roundings of float32
                assertThat(actual[i]).isCloseTo(expected[i], within(0.001f * 1e-5f + Math.abs(expected[i]) * 1e-5f));
            }
            assertThat(whole.get(NDArrayIndex.interval(0, 7)).sumNumber().doubleValue())
                    .isZero();
        }
        assertThat(state.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 10))
                        .sumNumber()
                        .doubleValue())
                .isZero();
    }

    @Test
    void shouldMoveParametersWithoutGradientAsLongAsTheirAverageLasts() {
        var updater = new KerasAdam(0.001, 1).instantiate(Map.of("M", zero(), "V", zero()), true);
        updater.applyUpdater(Nd4j.createFromArray(1f), 0, 0);

        INDArray step = Nd4j.createFromArray(0f);
        updater.applyUpdater(step, 1, 0);

        assertThat(step.getFloat(0)).isPositive();
    }

    @Test
    void shouldStepTheSameWithAndWithoutVectors() {
        try (Arena arena = Arena.ofConfined()) {
            var step = KerasAdam.Step.of(0.001, 4);
            MemorySegment[] vectors = segments(arena);
            MemorySegment[] scalars = segments(arena);

            new VectorArithmetic().adam(vectors[0], vectors[1], vectors[2], 3, 1000, step);
            new ScalarArithmetic().adam(scalars[0], scalars[1], scalars[2], 3, 1000, step);

            for (int array = 0; array < vectors.length; array++) {
                for (int i = 0; i < PARAMETERS; i++) {
                    float expected = scalars[array].getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    // the order of roundings differs
                    assertThat(vectors[array].getAtIndex(ValueLayout.JAVA_FLOAT, i))
                            .isCloseTo(expected, within(1e-9f + Math.abs(expected) * 1e-6f));
                }
            }
        }
    }

    private static MemorySegment[] segments(Arena arena) {
        var segments = new MemorySegment[] {
            arena.allocate(ValueLayout.JAVA_FLOAT, PARAMETERS),
            arena.allocate(ValueLayout.JAVA_FLOAT, PARAMETERS),
            arena.allocate(ValueLayout.JAVA_FLOAT, PARAMETERS)
        };
        for (int array = 0; array < segments.length; array++) {
            float[] values = gradient(array);
            for (int i = 0; i < PARAMETERS; i++) {
                segments[array].setAtIndex(ValueLayout.JAVA_FLOAT, i, array == 2 ? Math.abs(values[i]) : values[i]);
            }
        }
        return segments;
    }

    /** Of every size, and a fifth of them nothing, as the gradient of an embedding has it. */
    private static float[] gradient(long seed) {
        var random = new SplittableRandom(seed);
        float[] gradient = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            gradient[i] = random.nextInt(5) == 0
                    ? 0
                    : (float) ((random.nextDouble() - 0.5) * Math.exp(-10 * random.nextDouble()));
        }
        return gradient;
    }

    private static INDArray zero() {
        return Nd4j.createFromArray(0f);
    }
}
