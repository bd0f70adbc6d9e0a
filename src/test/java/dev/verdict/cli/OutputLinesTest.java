package dev.verdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

class OutputLinesTest {
    @Test
    void shouldEndEveryLineWhenClosed() throws IOException {
        // Given
        var written = new ByteArrayOutputStream();

        // When
        try (var out = new OutputLines(written)) {
            out.print("first".getBytes(UTF_8));
            out.print("été".getBytes(UTF_8));
        }

        // Then
        assertThat(written.toString(UTF_8)).isEqualTo("first\nété\n");
    }

    @Test
    void shouldSayWhyWhenAWriteFails() throws IOException {
        // Given
        var out = new OutputLines(failing("No space left on device"));
        out.print("first".getBytes(UTF_8));

        // When
        // Then
        assertThatThrownBy(out::flush)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(OutputLines.ClosedOutputException.class)
                .hasMessage("the output cannot be written: No space left on device");
    }

    @Test
    void shouldTellThatNobodyReadsWhenThePipeIsClosed() throws IOException {
        // Given
        var out = new OutputLines(failing("Broken pipe"));
        out.print("first".getBytes(UTF_8));

        // When
        // Then
        assertThatThrownBy(out::flush).isInstanceOf(OutputLines.ClosedOutputException.class);
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
