package dev.verdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

import java.time.Instant;

class PastTimeTest {
    private final PastTime times = new PastTime(() -> Instant.parse("2026-11-25T12:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T10:15:30Z, 2026-11-25T10:15:30Z",
        "2026-11-25T10:15:30+02:00, 2026-11-25T08:15:30Z",
        "2026-11-25T10:15Z, 2026-11-25T10:15:00Z",
        "90s, 2026-11-25T11:58:30Z",
        "15m, 2026-11-25T11:45:00Z",
        "2h, 2026-11-25T10:00:00Z",
        "7d, 2026-11-18T12:00:00Z",
        "PT1H30M, 2026-11-25T10:30:00Z",
        "P1D, 2026-11-24T12:00:00Z"
    })
    void shouldReadTimesAndHowLongAgoTheyWere(String value, Instant time) {
        assertThat(times.convert(value)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-11-25", "2026-11-25T10:15:30", "15", "15x", "P", "-2h"})
    void shouldRefuseWhatIsNoTime(String value) {
        assertThatThrownBy(() -> times.convert(value))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("\"" + value + "\" is neither");
    }
}
