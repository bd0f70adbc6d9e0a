package dev.verdict.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;

/** Expected bytes: the examples of the format's own documentation, and its rules worked out by hand. */
class ProtobufMessageTest {
    @ParameterizedTest
    @CsvSource({
        "1,   0,                    08 00",
        "1,   127,                  08 7f",
        "1,   128,                  08 80 01",
        "1,   150,                  08 96 01",
        "15,  1,                    78 01",
        "16,  1,                    80 01 01",
        "1,   9223372036854775807,  08 ff ff ff ff ff ff ff ff 7f",
        "1,   -2,                   08 fe ff ff ff ff ff ff ff ff 01"
    })
    void shouldWriteSevenBitsAByteWhenTheValueIsAnInteger(int field, long value, String expected) throws IOException {
        assertThat(hex(new ProtobufMessage().integer(field, value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0d 00 00 00 3f", "-2, 0d 00 00 00 c0"})
    void shouldWriteFourBytesWhenTheValueIsANumber(float value, String expected) throws IOException {
        assertThat(hex(new ProtobufMessage().number(1, value))).isEqualTo(expected);
    }

    @Test
    void shouldCountBytesAndNotLettersWhenTheValueIsAText() throws IOException {
        assertThat(hex(new ProtobufMessage().text(2, "testing"))).isEqualTo("12 07 74 65 73 74 69 6e 67");
        assertThat(hex(new ProtobufMessage().text(2, "é"))).isEqualTo("12 02 c3 a9");
        assertThat(hex(new ProtobufMessage().text(2, ""))).isEqualTo("12 00");
    }

    @Test
    void shouldWriteTheLengthOfAllItsFieldsWhenTheValueIsAMessage() throws IOException {
        // Given
        var inner = new ProtobufMessage().integer(1, 150);
        var middle = new ProtobufMessage().message(3, inner).text(2, "x".repeat(200));

        // When
        String bytes = hex(new ProtobufMessage().message(3, middle));

        // Then
        assertThat(hex(new ProtobufMessage().message(3, inner))).isEqualTo("1a 03 08 96 01");
        assertThat(bytes).startsWith("1a d0 01 1a 03 08 96 01 12 c8 01 78").hasSize(3 * (3 + 0xd0) - 1);
    }

    @Test
    void shouldKeepTheOrderWhenAFieldIsRepeated() throws IOException {
        assertThat(hex(new ProtobufMessage().integer(4, 3).integer(4, 2).integer(1, 9)))
                .isEqualTo("20 03 20 02 08 09");
    }

    private static String hex(ProtobufMessage message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        return HexFormat.ofDelimiter(" ").formatHex(bytes.toByteArray());
    }
}
