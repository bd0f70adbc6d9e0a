package dev.verdict.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class AxisTest {
    @Test
    void shouldHoldValuesBetweenRoundNumbers() {
        assertThat(labels(Axis.around("loss", 0.1251, 0.6242)))
                .containsExactly("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7");
        assertThat(labels(Axis.around("accuracy", 0.8312, 0.8399)))
                .containsExactly("0.830", "0.832", "0.834", "0.836", "0.838", "0.840");
        assertThat(labels(Axis.around("loss", 12, 190))).containsExactly("0", "50", "100", "150", "200");
    }

    @Test
    void shouldPlaceValuesBetweenItsEnds() {
        // Given
        Axis axis = Axis.around("loss", 0.12, 0.61);

        // Then
        assertThat(axis.place(axis.min())).isZero();
        assertThat(axis.place(axis.max())).isEqualTo(1);
        assertThat(axis.place(0.4)).isCloseTo(0.5, within(1e-12)); // from 0.1 to 0.7
    }

    @Test
    void shouldLeaveOutValuesThatAreNotFinite() {
        assertThat(labels(Axis.around("loss", Double.NaN, 0.1, 0.6, Double.POSITIVE_INFINITY)))
                .startsWith("0.1")
                .endsWith("0.6");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 1234.5})
    void shouldHaveRoomAroundASingleValue(double value) {
        // When
        Axis axis = Axis.around("loss", value);

        // Then
        assertThat(axis.max()).isGreaterThan(axis.min());
        assertThat(axis.place(value)).isBetween(0.0, 1.0);
    }

    @Test
    void shouldHaveAnyRangeWhenThereAreNoValues() {
        assertThat(labels(Axis.around("loss"))).startsWith("0.0").endsWith("1.0");
    }

    @Test
    void shouldCountEpochs() {
        assertThat(labels(Axis.countingTo("epoch", 1))).containsExactly("1");
        assertThat(labels(Axis.countingTo("epoch", 3))).containsExactly("1", "2", "3");
        assertThat(labels(Axis.countingTo("epoch", 15))).hasSize(15);
        assertThat(labels(Axis.countingTo("epoch", 100)))
                .startsWith("1", "10", "20")
                .endsWith("100");
    }

    @Test
    void shouldCountUpwardsInBothDirections() {
        assertThat(labels(Axis.mirroredPercent("share", -0.12, 0.31)))
                .containsExactly("20%", "10%", "0%", "10%", "20%", "30%", "40%");
    }

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(axis.label()::apply).toList();
    }
}
