package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

class ArithmeticTest {
    /** Sums of at most 200 products of values below 1, each rounded to 6e-8. */
    private static final double SUM_TOLERANCE = 2e-5;
    /** Half a unit in the last place of a float near 1. */
    private static final double HALF_ULP = 0x1p-24;

    private static final VectorArithmetic VECTORS = new VectorArithmetic();
    private static final ScalarArithmetic SCALARS = new ScalarArithmetic();

    @Test
    void shouldUseVectorsWhenModuleIsThere() {
        assertThat(Arithmetic.fastest()).isInstanceOf(VectorArithmetic.class);
    }

    static Stream<Arguments> shapes() {
        var random = new SplittableRandom(1);
        return Stream.of(VECTORS, SCALARS)
                .flatMap(arithmetic -> Stream.generate(() -> Arguments.of(
                                arithmetic, 8 * random.nextInt(1, 6), random.nextInt(0, 200), random.nextLong()))
                        .limit(20));
    }

    @ParameterizedTest(name = "{0}: {1} rows, depth {2}")
    @MethodSource("shapes")
    void shouldMultiplyLikePlainLoops(Arithmetic arithmetic, int rows, int depth, long seed) {
        // Given
        var random = new SplittableRandom(seed);
        int width = arithmetic.panelWidth();
        var left = new Rows(uniform(random, rows * (depth + 3)), shuffledRows(random, rows, depth + 3));
        float[] panel = uniform(random, 5 + depth * width);
        var scale = Rows.spaced(uniform(random, rows * width), rows, 0, width);
        var addend = Rows.repeated(uniform(random, width), rows, 0);
        var result = new Rows(new float[rows * width], shuffledRows(random, rows, width));

        // When
        arithmetic.multiply(rows, depth, left, panel, 5, scale, addend, result, 0);

        // Then
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                double sum = 0;
                for (int l = 0; l < depth; l++) {
                    sum += (double) at(left, i, l) * panel[5 + l * width + j];
                }
                assertThat((double) at(result, i, j))
                        .isCloseTo(at(addend, i, j) + at(scale, i, j) * sum, within(SUM_TOLERANCE));
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1} rows, depth {2}")
    @MethodSource("shapes")
    void shouldMultiplyLikePlainLoopsWhenInnerIndexIsSpread(Arithmetic arithmetic, int rows, int depth, long seed) {
        // Given
        var random = new SplittableRandom(seed);
        int width = arithmetic.panelWidth();
        var transposed = Rows.spaced(uniform(random, rows * 200), rows, 0, 1);
        int[] leftSteps = shuffledRows(random, 200, rows);
        float[] panel = uniform(random, 200 * width);
        int[] panelSteps = shuffledRows(random, 200, width);
        var result = Rows.spaced(uniform(random, rows * width), rows, 0, width);
        float[] before = result.values().clone();

        // When
        arithmetic.multiplySpread(rows, depth, transposed, leftSteps, panel, 0, panelSteps, result, result, 0);

        // Then
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                double sum = before[i * width + j];
                for (int l = 0; l < depth; l++) {
                    sum += (double) transposed.values()[i + leftSteps[l]] * panel[panelSteps[l] + j];
                }
                assertThat((double) at(result, i, j)).isCloseTo(sum, within(SUM_TOLERANCE));
            }
        }
    }

    @Test
    void shouldComputeSigmoidWithinTwoUnitsInTheLastPlace() {
        // Given
        float[] values = line(-80, 80);

        // When
        float[] results = values.clone();
        VECTORS.sigmoid(results, 0, results.length);

        // Then: the exponential is exact to 2 units, sum and quotient round once more each
        assertRelative(values, results, z -> 1 / (1 + StrictMath.exp(-z)), 6 * HALF_ULP);
    }

    @Test
    void shouldComputeTanhWithinTwoUnitsInTheLastPlaceDownToTheSmallest() {
        // Given
        float[] values = line(-12, 12);
        values[0] = 1e-30f;
        values[1] = -3e-6f;
        values[2] = 0;

        // When
        float[] results = new float[values.length];
        VECTORS.tanh(values, 0, results, 0, values.length);

        // Then
        assertRelative(values, results, StrictMath::tanh, 6 * HALF_ULP);
    }

    @Test
    void shouldStayWithinBoundsWhenValuesAreExtreme() {
        // Given
        float[] values = new float[VECTORS.panelWidth()];
        Arrays.fill(values, 0, 8, Float.MAX_VALUE);
        values[0] = Float.NEGATIVE_INFINITY;
        values[1] = Float.POSITIVE_INFINITY;
        values[2] = Float.NaN;
        float[] sigmoids = values.clone();
        float[] tanhs = new float[values.length];

        // When
        VECTORS.sigmoid(sigmoids, 0, sigmoids.length);
        VECTORS.tanh(values, 0, tanhs, 0, values.length);

        // Then
        assertThat(sigmoids[0]).isBetween(0f, 1e-37f);
        assertThat(sigmoids[1]).isEqualTo(1);
        assertThat(sigmoids[2]).isNaN();
        assertThat(sigmoids[3]).isEqualTo(1);
        assertThat(tanhs[0]).isEqualTo(-1);
        assertThat(tanhs[1]).isEqualTo(1);
        assertThat(tanhs[2]).isNaN();
        assertThat(tanhs[3]).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameGradientsWithAndWithoutVectors(RecurrentActivation activation) {
        // Given
        int length = 3 * VECTORS.panelWidth();
        var random = new SplittableRandom(3);
        float[] gates = uniform(random, Gate.COUNT * length);
        gates[Gate.INPUT * length] = 0; // both ends of the hard sigmoid
        gates[Gate.FORGET * length + 1] = 1;
        float[] cells = uniform(random, length);
        float[] tanhCells = uniform(random, length);
        float[] byHidden = uniform(random, length);
        float[] byCell = uniform(random, length);
        float[] byCellScalar = byCell.clone();
        float[] expected = gates.clone();

        // When
        VECTORS.cellGradient(activation, gates, 0, cells, 0, tanhCells, 0, byHidden, byCell, 0, length);
        SCALARS.cellGradient(activation, expected, 0, cells, 0, tanhCells, 0, byHidden, byCellScalar, 0, length);

        // Then: a handful of roundings of values below 1
        assertThat(gates).containsExactly(expected, within(1e-6f));
        assertThat(byCell).containsExactly(byCellScalar, within(1e-6f));
    }

    static Stream<Arithmetic> both() {
        return Stream.of(VECTORS, SCALARS);
    }

    @ParameterizedTest
    @MethodSource("both")
    void shouldAddRowsThatLieAStrideApart(Arithmetic arithmetic) {
        // Given
        int width = arithmetic.panelWidth();
        float[] values = uniform(new SplittableRandom(4), 3 * (width + 5) + 2);
        float[] sum = uniform(new SplittableRandom(5), width);
        float[] before = sum.clone();

        // When
        arithmetic.addRows(values, 2, 3, width + 5, sum);

        // Then: three roundings of values below 4
        for (int j = 0; j < width; j++) {
            double expected = before[j] + (double) values[2 + j] + values[width + 7 + j] + values[2 * width + 12 + j];
            assertThat((double) sum[j]).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void shouldGiveTheSameGatesWithAndWithoutVectors() {
        // Given
        float[] values = line(-6, 6);
        float[] hard = values.clone();
        float[] hardScalar = values.clone();

        // When
        VECTORS.hardSigmoid(hard, 0, hard.length);
        SCALARS.hardSigmoid(hardScalar, 0, hardScalar.length);

        // Then
        assertThat(hard).containsExactly(hardScalar, within(1e-7f));
        assertThat(hard[0]).isZero();
        assertThat(hard[hard.length - 1]).isEqualTo(1);
    }

    private static void assertRelative(
            float[] values, float[] results, DoubleUnaryOperator function, double tolerance) {
        for (int i = 0; i < values.length; i++) {
            double expected = function.applyAsDouble(values[i]);
            assertThat((double) results[i])
                    .as("at %s", values[i])
                    .isCloseTo(expected, within(Math.abs(expected) * tolerance));
        }
    }

    /** Evenly spaced values, a multiple of every panel's width. */
    private static float[] line(float from, float to) {
        float[] values = new float[1 << 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + (to - from) * i / (values.length - 1);
        }
        return values;
    }

    private static float at(Rows rows, int i, int j) {
        return rows.values()[rows.offsets()[i] + j];
    }

    private static float[] uniform(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** Where rows begin that lie in another order than they are numbered. */
    private static int[] shuffledRows(SplittableRandom random, int count, int stride) {
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            offsets[i] = offsets[j];
            offsets[j] = i * stride;
        }
        return offsets;
    }
}
