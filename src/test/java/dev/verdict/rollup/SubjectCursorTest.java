package dev.verdict.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectCursorTest {
    @ParameterizedTest
    @ValueSource(strings = {"Ikiru", "two words", "", "<b>", "\u751F\u304D\u308B", "a b c"})
    void shouldBeReadAsItWasWritten(String subject) {
        var cursor = new SubjectCursor(-0.1 - 0.2, subject);

        assertThat(cursor.toString()).matches("[A-Za-z0-9_-]+");
        assertThat(SubjectCursor.parse(cursor.toString())).contains(cursor);
    }

    @Test
    void shouldReadTheStart() {
        assertThat(SubjectCursor.parse(SubjectCursor.START.toString())).contains(SubjectCursor.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "x", "Tm9OdW1iZXI", "TmFOIHg"}) // the last two: NoNumber, NaN x
    void shouldNotReadWhatItDidNotWrite(String text) {
        assertThat(SubjectCursor.parse(text)).isEmpty();
    }

    @Test
    void shouldComeByRankAndThenByName() {
        assertThat(new SubjectCursor(-2, "b")).isLessThan(new SubjectCursor(-1, "a"));
        assertThat(new SubjectCursor(-1, "a")).isLessThan(new SubjectCursor(-1, "b"));
        assertThat(SubjectCursor.START).isLessThan(new SubjectCursor(-1e9, ""));
    }
}
