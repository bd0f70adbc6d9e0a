package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DrawnMasksTest {
    private static final int SIZE = 128;
    private static final int SEQUENCES = 200;

    @Test
    void shouldKeepEightyPercentScaledByOneAndAQuarter() {
        // Given
        var masks = new DrawnMasks(1, 0.2, 0.2, false, SIZE, SIZE);
        int kept = 0;

        // When
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            for (float value : inputMasks(masks, 0, sequence)) {
                assertThat(value).isIn(0f, 1.25f);
                kept += value > 0 ? 1 : 0;
            }
        }

        // Then: 102,400 draws have a standard deviation of 0.00125; four of them
        assertThat((double) kept / (SEQUENCES * Gate.COUNT * SIZE)).isCloseTo(0.8, within(0.005));
    }

    @Test
    void shouldDifferBetweenGatesSequencesIterationsAndSeeds() {
        // Given
        var masks = new DrawnMasks(1, 0.2, 0.2, false, SIZE, SIZE);

        // When
        float[] mask = inputMasks(masks, 0, 0);

        // Then
        for (int gate = 1; gate < Gate.COUNT; gate++) {
            assertThat(gate(mask, gate)).isNotEqualTo(gate(mask, 0));
        }
        assertThat(inputMasks(masks, 0, 1)).isNotEqualTo(mask);
        assertThat(inputMasks(masks, 1, 0)).isNotEqualTo(mask);
        assertThat(inputMasks(new DrawnMasks(2, 0.2, 0.2, false, SIZE, SIZE), 0, 0))
                .isNotEqualTo(mask);
        float[] recurrent = new float[Gate.COUNT * SIZE];
        masks.recurrentMasks(0, 0, recurrent, 0, SIZE);
        assertThat(recurrent).isNotEqualTo(mask);
    }

    @Test
    void shouldBeTheSameWhenDrawnAgain() {
        // Given
        var masks = new DrawnMasks(1, 0.2, 0.2, false, SIZE, SIZE);

        // When
        float[] mask = inputMasks(masks, 7, 3);

        // Then
        assertThat(inputMasks(masks, 7, 3)).isEqualTo(mask);
    }

    @Test
    void shouldGiveAllGatesOneMaskWhenShared() {
        // When
        float[] mask = inputMasks(new DrawnMasks(1, 0.2, 0.2, true, SIZE, SIZE), 0, 0);

        // Then
        for (int gate = 1; gate < Gate.COUNT; gate++) {
            assertThat(gate(mask, gate)).isEqualTo(gate(mask, 0));
        }
    }

    private static float[] inputMasks(DrawnMasks masks, int iteration, int sequence) {
        float[] values = new float[Gate.COUNT * SIZE];
        masks.inputMasks(iteration, sequence, values, 0, SIZE);
        return values;
    }

    private static float[] gate(float[] masks, int gate) {
        float[] mask = new float[SIZE];
        System.arraycopy(masks, gate * SIZE, mask, 0, SIZE);
        return mask;
    }
}
