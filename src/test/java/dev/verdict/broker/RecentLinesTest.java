package dev.verdict.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.StringReader;

class RecentLinesTest {
    @Test
    void shouldKeepTheLastLinesWhenThereAreMore() {
        // Given
        var recent = new RecentLines(2);

        // When
        recent.drain(new BufferedReader(new StringReader("one\ntwo\nthree\n")));

        // Then
        assertThat(recent.toString().lines()).containsExactly("two", "three");
    }
}
