package dev.verdict.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.stream.Stream;

class SourceRecordSerdeTest {
    private static final byte[] BYTES = {(byte) 0xff, 0, 1};

    private final Serde<SourceRecord> serde = SourceRecordSerde.create();

    static Stream<Arguments> records() {
        var headers = new RecordHeaders().add("é", BYTES).add("é", null).add("", new byte[0]);
        return Stream.of(
                Arguments.argumentSet("all", new SourceRecord(BYTES, BYTES, headers, 1, "reviews", 2, 1L << 40)),
                Arguments.argumentSet("nulls", new SourceRecord(null, null, new RecordHeaders(), -1, "é", 0, 0)),
                Arguments.argumentSet(
                        "empty", new SourceRecord(new byte[0], new byte[0], new RecordHeaders(), 0, "r", 0, 0)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldGiveBackRecordWhenItWasStored(SourceRecord message) {
        // When
        SourceRecord read = roundTrip(message);

        // Then
        assertThat(read).usingRecursiveComparison().ignoringFields("headers").isEqualTo(message);
        assertThat(read.headers()).isEqualTo(message.headers());
    }

    @Test
    void shouldRefuseWhenFormatIsAnother() {
        // Given
        byte[] bytes = serde.serializer().serialize("", record());
        bytes[0] = 2;

        // Then
        assertThatThrownBy(() -> serde.deserializer().deserialize("", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void shouldRefuseWhenBytesAreCutOff() {
        // Given
        byte[] bytes = serde.serializer().serialize("", record());

        // Then
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> serde.deserializer().deserialize("", cut))
                    .isInstanceOf(SerializationException.class);
        }
    }

    private SourceRecord roundTrip(SourceRecord message) {
        return serde.deserializer().deserialize("", serde.serializer().serialize("", message));
    }

    private static SourceRecord record() {
        return new SourceRecord(
                BYTES, "value".getBytes(UTF_8), new RecordHeaders().add("name", BYTES), 1, "reviews", 0, 0);
    }
}
