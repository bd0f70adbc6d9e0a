package dev.verdict.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

class ModelVersionTest {
    private static final String HASH = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "2026-11-23T20:45:00Z,         20261123T204500Z-0a1b2c3d",
        "2026-11-23T20:45:00.999Z,     20261123T204500Z-0a1b2c3d",
        "2026-11-24T01:45:00+05:00,    20261123T204500Z-0a1b2c3d",
        "1970-01-01T00:00:00Z,         19700101T000000Z-0a1b2c3d",
        "9999-12-31T23:59:59Z,         99991231T235959Z-0a1b2c3d"
    })
    void shouldNameTimeAndHashWhenMade(String trainedAt, String expected) {
        // When
        ModelVersion version = ModelVersion.of(Instant.parse(trainedAt), HASH);

        // Then
        assertThat(version.value()).isEqualTo(expected);
        assertThat(version).hasToString(expected);
        assertThat(version.hashDigits()).isEqualTo("0a1b2c3d");
        assertThat(version.fileName()).isEqualTo("verdict-model-" + expected + ".zip");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "empty,                 ''",
        "no hash,               20261123T204500Z",
        "hash too short,        20261123T204500Z-0a1b2c3",
        "hash too long,         20261123T204500Z-0a1b2c3d4",
        "hash in upper case,    20261123T204500Z-0A1B2C3D",
        "no hex digit,          20261123T204500Z-0a1b2c3g",
        "no zone,               20261123T204500-0a1b2c3d",
        "date with dashes,      2026-11-23T204500Z-0a1b2c3d",
        "something before,      x20261123T204500Z-0a1b2c3d",
        "path,                  ../20261123T204500Z-0a1b2c3d",
        "newline behind,        '20261123T204500Z-0a1b2c3d\n'",
        "digits of Arabic,      ٢٠٢٦١١٢٣T204500Z-0a1b2c3d"
    })
    void shouldRefuseVersionWhenItsFormIsWrong(String name, String value) {
        assertThatThrownBy(() -> new ModelVersion(value))
                .as(name)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + value + "' is not a model version");
    }

    @Test
    void shouldSortByAgeWhenComparedAsStrings() {
        // Given
        var older = ModelVersion.of(Instant.parse("2026-09-30T23:59:59Z"), "f".repeat(64));
        var newer = ModelVersion.of(Instant.parse("2026-10-01T00:00:00Z"), "0".repeat(64));

        // When
        int order = older.value().compareTo(newer.value());

        // Then
        assertThat(order).isNegative();
    }

    @Test
    void shouldBeAPlainStringWhenWrittenAsJson() throws JsonProcessingException {
        // Given
        var version = new ModelVersion("20261123T204500Z-0a1b2c3d");
        var json = new ObjectMapper();

        // When
        String written = json.writeValueAsString(version);

        // Then
        assertThat(written).isEqualTo("\"20261123T204500Z-0a1b2c3d\"");
        assertThat(json.readValue(written, ModelVersion.class)).isEqualTo(version);
    }
}
