package dev.verdict.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

class BinaryMetricsTest {
    /** Sums of a handful of doubles. */
    private static final double ROUNDING = 1e-12;

    @Test
    void shouldGiveFiguresComputedByHand() {
        // When
        var metrics = metrics("0.9+ 0.6- 0.5+ 0.4+ 0.2- 0.1-");

        // Then
        assertThat(metrics.reviews()).isEqualTo(6);
        assertThat(metrics.loss()).isCloseTo(-Math.log(0.9 * 0.4 * 0.5 * 0.4 * 0.8 * 0.9) / 6, within(ROUNDING));
        assertThat(metrics.accuracy()).isEqualTo(4 / 6.0);
        assertThat(metrics.brierScore()).isCloseTo((0.01 + 0.36 + 0.25 + 0.36 + 0.04 + 0.01) / 6, within(ROUNDING));
        assertThat(metrics.confusion()).isEqualTo(new ConfusionMatrix(2, 1, 2, 1));
        assertThat(metrics.auc()).isEqualTo(7 / 9.0); // of nine pairs, 0.5 and 0.4 stand below 0.6
    }

    @Test
    void shouldCountTiesHalf() {
        assertThat(metrics("0.5+ 0.5-").auc()).isEqualTo(0.5);
        assertThat(metrics("0.5+ 0.5+ 0.5- 0.5- 0.5-").auc()).isEqualTo(0.5);
        assertThat(metrics("0.8+ 0.5+ 0.5- 0.2-").auc()).isEqualTo(3.5 / 4);
    }

    @Test
    void shouldBeFlawlessWhenPredictionsAreCertainAndRight() {
        // When
        var metrics = metrics("1+ 1+ 0- 0-");

        // Then
        assertThat(metrics.accuracy()).isEqualTo(1);
        assertThat(metrics.auc()).isEqualTo(1);
        assertThat(metrics.brierScore()).isZero();
        assertThat(metrics.calibrationError()).isZero();
        assertThat(metrics.loss()).isCloseTo(0, within(1.1e-7)); // Keras's clipping leaves 1e-7
        assertThat(metrics.roc().points())
                .containsExactly(new RocCurve.Point(0, 0), new RocCurve.Point(0, 1), new RocCurve.Point(1, 1));
    }

    @Test
    void shouldBeWorstWhenPredictionsAreCertainAndWrong() {
        // When
        var metrics = metrics("0+ 0+ 1- 1-");

        // Then
        assertThat(metrics.accuracy()).isZero();
        assertThat(metrics.auc()).isZero();
        assertThat(metrics.brierScore()).isEqualTo(1);
        assertThat(metrics.calibrationError()).isEqualTo(1);
        assertThat(metrics.loss()).isCloseTo(-Math.log(1e-7), within(1e-6)); // 1 - (1 - 1e-7) is not quite 1e-7
        assertThat(metrics.confusion()).isEqualTo(new ConfusionMatrix(0, 2, 0, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.9+ 0.4+", "0.9- 0.4-", "0.7+"})
    void shouldHaveNoAucWhenAllReviewsHaveOneLabel(String predictions) {
        // When
        var metrics = metrics(predictions);

        // Then
        assertThat(metrics.auc()).isNaN();
        assertThat(metrics.roc().points()).isEmpty();
        assertThat(metrics.accuracy()).isBetween(0.5, 1.0);
    }

    @Test
    void shouldMeasureCalibrationInFifteenBins() {
        // When
        var calibration = metrics("0.8125+ 0.84375- 0.125- 1+ 0-").calibration();

        // Then
        assertThat(calibration.bins()).hasSize(15);
        assertThat(calibration.bins().get(12)).isEqualTo(new Calibration.Bin(2, 0.828125, 0.5)); // [0.8, 0.867)
        assertThat(calibration.bins().get(1)).isEqualTo(new Calibration.Bin(1, 0.125, 0)); // [0.067, 0.133)
        assertThat(calibration.bins().getFirst()).isEqualTo(new Calibration.Bin(1, 0, 0));
        assertThat(calibration.bins().getLast()).isEqualTo(new Calibration.Bin(1, 1, 1));
        assertThat(calibration.bins().get(7)).isEqualTo(new Calibration.Bin(0, Double.NaN, Double.NaN));
        assertThat(calibration.expectedError()).isCloseTo((2 * 0.328125 + 0.125) / 5, within(ROUNDING));
    }

    @Test
    void shouldCountProbabilitiesByLabelInTwentyBins() {
        // When
        var bins = metrics("0.049- 0.05- 0.051+ 0.5+ 1+ 1-").histogram().bins();

        // Then
        assertThat(bins).hasSize(20);
        assertThat(bins.getFirst()).isEqualTo(new ProbabilityHistogram.Bin(0, 1));
        assertThat(bins.get(1)).isEqualTo(new ProbabilityHistogram.Bin(1, 1));
        assertThat(bins.get(10)).isEqualTo(new ProbabilityHistogram.Bin(1, 0));
        assertThat(bins.getLast()).isEqualTo(new ProbabilityHistogram.Bin(1, 1));
    }

    @ParameterizedTest(name = "{0} different probabilities")
    @ValueSource(ints = {2, 10, 1_000_000})
    void shouldGiveAucOfItsDefinitionOnRandomPredictions(int different) {
        for (int seed = 0; seed < 20; seed++) {
            // Given
            var random = new Random(seed);
            int count = 2 + random.nextInt(200);
            double[] probabilities = random.doubles(count)
                    .map(p -> Math.floor(p * different) / different)
                    .toArray();
            boolean[] positive = new boolean[count];
            for (int i = 2; i < count; i++) {
                positive[i] = random.nextDouble() < probabilities[i];
            }
            positive[0] = true;

            // Then
            assertThat(BinaryMetrics.of(probabilities, positive).auc())
                    .isCloseTo(shareOfOrderedPairs(probabilities, positive), within(ROUNDING));
        }
    }

    @Test
    void shouldThinTheCurveWithoutLosingItsShape() {
        // Given
        var random = new Random(1);
        double[] probabilities = random.doubles(50_000).toArray();
        boolean[] positive = new boolean[probabilities.length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = random.nextDouble() < probabilities[i];
        }

        // When
        var roc = BinaryMetrics.of(probabilities, positive).roc();

        // Then
        assertThat(roc.points()).hasSizeBetween(150, 200);
        assertThat(roc.points().getFirst()).isEqualTo(new RocCurve.Point(0, 0));
        assertThat(roc.points().getLast()).isEqualTo(new RocCurve.Point(1, 1));
        assertThat(areaUnder(roc)).isCloseTo(roc.area(), within(1e-4)); // 0.01 a step, squared, over curved parts
    }

    @Test
    void shouldRefuseWhatIsNoProbability() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinaryMetrics.of(new double[] {0.5, Double.NaN}, new boolean[2]))
                .withMessage("probabilities must be in [0, 1], not NaN at position 1");
        assertThatIllegalArgumentException().isThrownBy(() -> metrics("-0.1+"));
        assertThatIllegalArgumentException().isThrownBy(() -> metrics("1.1+"));
    }

    @Test
    void shouldRefuseLabelsThatDoNotMatch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinaryMetrics.of(new double[0], new boolean[0]))
                .withMessageContaining("at least one");
        assertThatIllegalArgumentException().isThrownBy(() -> BinaryMetrics.of(new double[2], new boolean[1]));
    }

    /** @param predictions such as {@code 0.9+ 0.2-}: a probability and the true label */
    private static BinaryMetrics metrics(String predictions) {
        String[] each = predictions.split(" ");
        double[] probabilities = Arrays.stream(each)
                .mapToDouble(one -> Double.parseDouble(one.substring(0, one.length() - 1)))
                .toArray();
        boolean[] positive = new boolean[each.length];
        for (int i = 0; i < each.length; i++) {
            positive[i] = each[i].endsWith("+");
        }
        return BinaryMetrics.of(probabilities, positive);
    }

    private static double shareOfOrderedPairs(double[] probabilities, boolean[] positive) {
        double ordered = 0;
        int pairs = 0;
        for (int i = 0; i < positive.length; i++) {
            for (int j = 0; j < positive.length; j++) {
                if (positive[i] && !positive[j]) {
                    ordered += probabilities[i] > probabilities[j] ? 1 : probabilities[i] == probabilities[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return ordered / pairs;
    }

    private static double areaUnder(RocCurve roc) {
        return IntStream.range(1, roc.points().size())
                .mapToDouble(i -> {
                    RocCurve.Point from = roc.points().get(i - 1);
                    RocCurve.Point to = roc.points().get(i);
                    return (to.falsePositiveRate() - from.falsePositiveRate())
                            * (to.truePositiveRate() + from.truePositiveRate())
                            / 2;
                })
                .sum();
    }
}
