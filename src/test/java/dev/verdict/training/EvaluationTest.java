package dev.verdict.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.verdict.model.ModelCard;
import dev.verdict.text.TokenSequence;
import org.junit.jupiter.api.Test;

import java.util.List;

class EvaluationTest {
    @Test
    void shouldGiveMeanLossAndAccuracyOfPredictions() {
        // Given
        var means = new RunningMeans();
        means.add(0.8, true);
        means.add(0.5, true);
        means.add(0.4, true);
        means.add(0.1, false);

        // Then
        assertThat(means.count()).isEqualTo(4);
        assertThat(means.accuracy()).isEqualTo(0.75);
        assertThat(means.loss())
                .isCloseTo(-(Math.log(0.8) + Math.log(0.5) + Math.log(0.4) + Math.log(0.9)) / 4, within(1e-12));
    }

    @Test
    void shouldPartPredictionsSoThatTheThresholdIsABound() {
        // Given
        double[] probabilities = {0, 0.04, 0.4999999, 0.5, 1};
        var reviews = new EncodedReviews(new TokenSequence[5], new boolean[] {false, true, false, true, true});

        // When
        List<ModelCard.Bin> bins = Evaluation.spread(probabilities, reviews);

        // Then
        assertThat(bins).hasSize(20);
        assertThat(bins.getFirst()).isEqualTo(new ModelCard.Bin(1, 1, 0.02));
        assertThat(bins.get(9)).isEqualTo(new ModelCard.Bin(0, 1, 0.4999999));
        assertThat(bins.get(10)).isEqualTo(new ModelCard.Bin(1, 0, 0.5));
        assertThat(bins.getLast()).isEqualTo(new ModelCard.Bin(1, 0, 1));
        assertThat(bins.get(5)).isEqualTo(new ModelCard.Bin(0, 0, 0));
    }

    @Test
    void shouldKeepLossFiniteWhenAPredictionIsCertainAndWrong() {
        assertThat(BinaryCrossEntropy.of(0, true)).isCloseTo(-Math.log(1e-7), within(1e-9));
        assertThat(BinaryCrossEntropy.of(1, false)).isCloseTo(-Math.log(1e-7), within(1e-6));
        assertThat(BinaryCrossEntropy.of(1, true)).isCloseTo(0, within(1.1e-7));
    }
}
