package dev.verdict.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A vocabulary as a text: UTF-8, a word a line in rank order, every line ended by a newline. */
public final class VocabularyFile {
    private VocabularyFile() {}

    /**
     * Reads a file that a person may have written.
     *
     * @throws IllegalArgumentException if the file is not UTF-8, empty, has the line ends of Windows, or a line is not a
     *     word or is repeated
     */
    public static Vocabulary read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (endsEveryLineInCarriageReturn(content)) {
            throw new IllegalArgumentException(
                    file + " has the line ends of Windows (CRLF), which would make every word "
                            + "unknown: convert it to plain newlines");
        }
        return parse(content);
    }

    /** @throws IllegalArgumentException if the bytes are not UTF-8, empty, or a line is not a word or is repeated */
    public static Vocabulary parse(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the vocabulary is not UTF-8 text", e);
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the vocabulary is empty: it needs a word a line, most frequent first");
        }
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        byte[] lines = body.getBytes(StandardCharsets.UTF_8);
        var words = new Words(lines.clone());
        // Only the list knows what is wrong. Not String.lines(): a carriage return is a character of a word.
        return words.areLinesOf(lines) ? new Vocabulary(words) : new Vocabulary(List.of(body.split("\n", -1)));
    }

    /** A carriage return belongs to a word, but only a file from Windows has one in every word. */
    private static boolean endsEveryLineInCarriageReturn(byte[] content) {
        int lines = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                if (i == 0 || content[i - 1] != '\r') {
                    return false;
                }
                lines++;
            }
        }
        return lines > 0;
    }

    /** The bytes that {@link #parse} reads back. */
    public static byte[] format(Vocabulary vocabulary) {
        return (String.join("\n", vocabulary.words()) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
