package dev.verdict.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSettingsTest {
    @Test
    void shouldCountTheParametersOfTheKerasRecipeWhenItsSizesAreGiven() {
        // Given
        var shape = new NetworkSettings(2000, 128, 128);

        // When
        int parameters = shape.parameterCount();

        // Then
        // Keras's summary prints 256,000 + 131,584 + 129
        assertThat(parameters).isEqualTo(387_713);
        assertThat(shape.gateColumns()).isEqualTo(512);
    }

    @ParameterizedTest(name = "{0} indices, embedding of {1}, {2} units: {3}")
    @CsvSource({"4, 1, 1, 18", "23, 7, 5, 427", "12, 5, 3, 172"})
    void shouldAddUpEmbeddingLstmAndOutputWhenSizesDiffer(int indices, int embedding, int units, int expected) {
        // When
        int parameters = new NetworkSettings(indices, embedding, units).parameterCount();

        // Then
        assertThat(parameters).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} indices, embedding of {1}, {2} units")
    @CsvSource({
        "4, 1, 1",
        "5, 1, 1",
        "999999, 1, 1",
        "1000000, 1, 1",
        "4, 2, 1",
        "4, 4095, 1",
        "4, 4096, 1",
        "4, 1, 2",
        "4, 1, 4093",
        "4, 1, 4094"
    })
    void shouldTakeShapeWhenSizesAreWithinBounds(int indices, int embedding, int units) {
        // When
        var shape = new NetworkSettings(indices, embedding, units);

        // Then
        assertThat(shape.parameterCount())
                .isEqualTo(indices * embedding + (embedding + units + 1) * 4 * units + units + 1);
    }

    @ParameterizedTest(name = "{3} is {0}, {1} or {2}")
    @CsvSource({
        "3, 1, 1, indexCount",
        "-2147483648, 1, 1, indexCount",
        "1000001, 1, 1, indexCount",
        "4, 0, 1, embeddingSize",
        "4, -1, 1, embeddingSize",
        "4, 4097, 1, embeddingSize",
        "4, 1, 0, units",
        "4, 1, -1, units",
        "4, 1, 4097, units",
        "4, 1, 2147483647, units"
    })
    void shouldNameSizeAndBoundsWhenASizeIsOutside(int indices, int embedding, int units, String name) {
        assertThatThrownBy(() -> new NetworkSettings(indices, embedding, units))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name + " must be in [");
    }

    @ParameterizedTest(name = "{0} indices, embedding of {1}, one unit: {2} parameters")
    @CsvSource({"222949, 301, 67108863", "104690, 641, 67108864"})
    void shouldTakeShapeWhenItsParametersFit256Mebibytes(int indices, int embedding, int parameters) {
        // When
        var shape = new NetworkSettings(indices, embedding, 1);

        // Then
        assertThat(shape.parameterCount()).isEqualTo(parameters);
    }

    @ParameterizedTest(name = "{0} indices, embedding of {1}, {2} units: {3} parameters")
    @CsvSource({"706405, 95, 1, 67108865", "4, 1, 4095, 67112960", "1000000, 4096, 4096, 4230238209"})
    void shouldSayHowManyParametersWhenThereAreTooMany(int indices, int embedding, int units, long parameters) {
        assertThatThrownBy(() -> new NetworkSettings(indices, embedding, units))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(parameters + " parameters is too large");
    }

    @ParameterizedTest(name = "{0} indices, {1} units")
    @CsvSource({"65535, 256", "65536, 256"})
    void shouldTakeShapeWhenTheGatesOfAllIndicesFit256Mebibytes(int indices, int units) {
        // When
        var shape = new NetworkSettings(indices, 1, units);

        // Then
        assertThat(shape.indexCount() * shape.gateColumns()).isLessThanOrEqualTo(64 << 20);
    }

    @ParameterizedTest(name = "{0} indices, {1} units")
    @CsvSource({"65537, 256, 67109888", "1000000, 500, 2000000000", "1000000, 4000, 16000000000"})
    void shouldSayHowManyGatesWhenThereAreTooMany(int indices, int units, long gates) {
        assertThatThrownBy(() -> new NetworkSettings(indices, 1, units))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("indexCount x 4 x units = " + gates + " is too large");
    }
}
