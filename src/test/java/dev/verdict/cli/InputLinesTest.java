package dev.verdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

@Timeout(30)
class InputLinesTest {
    @Test
    void shouldGiveTheLinesThatAreThereWhenMoreMayCome() throws Exception {
        // Given
        try (var writer = new PipedOutputStream();
                var pipe = new PipedInputStream(writer)) {
            InputLines lines = InputLines.of(pipe);
            writer.write("first\nhalf a li".getBytes(UTF_8));
            writer.flush();

            // When
            List<String> first = lines.next();
            writer.write("ne\n".getBytes(UTF_8));
            writer.flush();
            List<String> second = lines.next();

            // Then
            assertThat(first).containsExactly("first");
            assertThat(second).containsExactly("half a line");
        }
    }

    @Test
    void shouldGiveAllLinesInOrderWhenThereAreMoreThanAtOnce() throws Exception {
        // Given
        List<String> expected =
                IntStream.range(0, 10_000).mapToObj(i -> "line " + i).toList();
        InputLines lines = InputLines.of(
                new ByteArrayInputStream(String.join("\n", expected).getBytes(UTF_8)));

        // When
        var read = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        for (List<String> some = lines.next(); !some.isEmpty(); some = lines.next()) {
            read.addAll(some);
            sizes.add(some.size());
        }

        // Then
        assertThat(read).isEqualTo(expected);
        assertThat(sizes).allMatch(size -> size <= InputLines.MOST_AT_ONCE);
        assertThat(lines.next()).isEmpty();
    }

    @Test
    void shouldGiveTheLinesBeforeItFailsWhenTheInputBreaks() throws Exception {
        // Given
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cable pulled");
            }
        };
        InputLines lines =
                InputLines.of(new SequenceInputStream(new ByteArrayInputStream("first\n".getBytes(UTF_8)), broken));

        // When
        List<String> first = lines.next();

        // Then
        assertThat(first).containsExactly("first");
        assertThatThrownBy(lines::next).isInstanceOf(IOException.class).hasMessageContaining("cable pulled");
    }
}
