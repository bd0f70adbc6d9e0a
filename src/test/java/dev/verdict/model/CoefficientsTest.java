package dev.verdict.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

class CoefficientsTest {
    @ParameterizedTest(name = "{0} values")
    @ValueSource(ints = {1, 2, 3, 172, 10_000})
    void shouldWriteTheBytesOfNd4jWhenVectorHas(int length) throws IOException {
        // Given
        float[] values = randomValues(length);

        // When
        byte[] bytes = Coefficients.format(values);

        // Then
        assertThat(bytes).isEqualTo(nd4jBytes(rowVector(values)));
    }

    @ParameterizedTest(name = "{0} values")
    @ValueSource(ints = {1, 2, 3, 172, 10_000})
    void shouldReadTheBytesOfNd4jWhenVectorHas(int length) throws IOException {
        // Given
        float[] values = randomValues(length);
        byte[] bytes = nd4jBytes(rowVector(values));

        // When
        float[] read = Coefficients.parse(bytes, length);

        // Then
        assertThat(read).isEqualTo(values);
    }

    @Test
    void shouldBeReadByNd4jWhenWritten() throws IOException {
        // Given
        float[] values = randomValues(172);
        byte[] bytes = Coefficients.format(values);

        // When
        INDArray read = Nd4j.read(new DataInputStream(new ByteArrayInputStream(bytes)));

        // Then
        assertThat(read.shape()).containsExactly(1, 172);
        assertThat(read.toFloatVector()).isEqualTo(values);
    }

    @Test
    void shouldKeepEveryBitWhenValuesAreExtreme() {
        // Given
        float[] values = {
            0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, Math.nextUp(1f), 1e-40f
        };

        // When
        float[] read = Coefficients.parse(Coefficients.format(values), values.length);

        // Then
        for (int i = 0; i < values.length; i++) {
            assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(Float.floatToRawIntBits(values[i]));
        }
    }

    @ParameterizedTest(name = "172 values where {0} are expected")
    @ValueSource(ints = {18, 171, 173, 100_000})
    void shouldSayHowManyWhenLengthIsAnother(int expected) {
        // Given
        byte[] bytes = Coefficients.format(randomValues(172));

        // When
        // Then
        assertThatThrownBy(() -> Coefficients.parse(bytes, expected))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has " + expected + " parameters, not 172");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"DOUBLE", "INT", "BFLOAT16"})
    void shouldNameTheTypeWhenValuesAreNotFloat32(String type) throws IOException {
        // Given
        byte[] bytes = nd4jBytes(Nd4j.createFromArray(1f, 2f, 3f).reshape(1, -1).castTo(DataType.valueOf(type)));

        // When
        // Then
        assertThatThrownBy(() -> Coefficients.parse(bytes, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of type " + type + ", not FLOAT");
    }

    @Test
    void shouldRefuseTheBytesWhenTheyAreCutAnywhere() {
        // Given
        byte[] bytes = Coefficients.format(randomValues(5));

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);

            // When
            // Then
            assertThatThrownBy(() -> Coefficients.parse(cut, 5))
                    .as("cut to %d of %d bytes", length, bytes.length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseTheBytesWhenSomethingFollows() {
        // Given
        byte[] bytes = Coefficients.format(randomValues(5));
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        // When
        // Then
        assertThatThrownBy(() -> Coefficients.parse(longer, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 5, 65, 1L << 32, Long.MAX_VALUE})
    void shouldRefuseTheShapeWhenItsWordsAre(long shapeWords) {
        // Given
        byte[] bytes = Coefficients.format(randomValues(5));
        ByteBuffer.wrap(bytes).putLong(2 + "MIXED_DATA_TYPES".length(), shapeWords);

        // When
        // Then
        assertThatThrownBy(() -> Coefficients.parse(bytes, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shape of " + shapeWords + " words");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 4, 6, 5 + (1L << 32), Long.MAX_VALUE})
    void shouldRefuseTheLengthWhenItIsNotThatOfTheBytes(long length) {
        // Given
        byte[] bytes = Coefficients.format(randomValues(5));
        int position = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("MIXED_DATA_TYPES")
                + "MIXED_DATA_TYPES".length();
        ByteBuffer.wrap(bytes).putLong(position, length);

        // When
        // Then
        assertThatThrownBy(() -> Coefficients.parse(bytes, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the network has 5 parameters");
    }

    @Test
    void shouldReadTheParametersOfAStockNetworkWhenTheyAreOfRankOne() throws IOException {
        // Given
        var network =
                new MultiLayerNetwork(ReviewNetwork.training(new NetworkSettings(12, 5, 3), Recipe.keras(1, 42), 0));
        network.init();

        // When
        float[] read = Coefficients.parse(nd4jBytes(network.params()), 172);

        // Then
        assertThat(network.params().rank()).isEqualTo(1);
        assertThat(read).isEqualTo(network.params().toFloatVector());
    }

    private static INDArray rowVector(float[] values) {
        INDArray vector = Nd4j.create(DataType.FLOAT, 1, values.length);
        for (int i = 0; i < values.length; i++) {
            vector.putScalar(0, i, values[i]);
        }
        return vector;
    }

    private static byte[] nd4jBytes(INDArray array) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Nd4j.write(array, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static float[] randomValues(int length) {
        var random = new SplittableRandom(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return values;
    }
}
