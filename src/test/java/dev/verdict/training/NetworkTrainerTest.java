package dev.verdict.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.NetworkSettings;
import dev.verdict.model.Recipe;
import dev.verdict.model.Recipe.Keep;
import dev.verdict.network.RecurrentActivation;
import dev.verdict.training.Minibatches.Minibatch;
import org.junit.jupiter.api.Test;

class NetworkTrainerTest {
    private static final double LEARNING_RATE = 0.001;

    @Test
    void shouldMoveByTheLearningRateWhenGradientsAreNotClipped() {
        assertThat(largestMove(0)).isBetween(0.99 * LEARNING_RATE, 1.01 * LEARNING_RATE);
    }

    /** Adam divides by the gradient's size, but for the 1e-7 that it adds: a gradient far shorter than that moves nothing. */
    @Test
    void shouldHardlyMoveWhenGradientsAreClippedToAlmostNothing() {
        assertThat(largestMove(1e-12)).isLessThan(1e-3 * LEARNING_RATE);
    }

    @Test
    void shouldMoveTheSameWhenGradientsAreShorterThanTheClip() {
        assertThat(largestMove(1e6)).isEqualTo(largestMove(0));
    }

    private static double largestMove(double clipNorm) {
        var recipe = new Recipe("test", 1, 0, Keep.LAST, 2, LEARNING_RATE, clipNorm, 0, 0, 1, 0, 0, 0, 0, 1);
        var trainer = new NetworkTrainer(new NetworkSettings(9, 4, 4, RecurrentActivation.SIGMOID), recipe, 1);
        float[] before = trainer.parameters();
        var batch = new Minibatch(
                new float[][] {{1, 4, 5}, {1, 6, 7}}, new float[][] {{1}, {0}}, new boolean[] {true, false});
        trainer.fit(batch, new RunningMeans());
        float[] after = trainer.parameters();
        double largest = 0;
        for (int i = 0; i < before.length; i++) {
            largest = Math.max(largest, Math.abs(after[i] - before[i]));
        }
        return largest;
    }
}
