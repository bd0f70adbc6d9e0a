package dev.verdict.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

class VocabularyFileTest {
    @Test
    void shouldEndEveryLineWithANewlineWhenFormatted() {
        // When
        byte[] content = VocabularyFile.format(new Vocabulary(List.of("the", "été", "😀")));

        // Then
        assertThat(new String(content, StandardCharsets.UTF_8)).isEqualTo("the\nété\n😀\n");
    }

    @Test
    void shouldReadTheSameWordsWhenWritten(@TempDir Path folder) throws IOException {
        // Given
        List<String> words =
                List.of("the", "don't", "École", "עולם", "😀", "one\r", "\0", "\ufeffbom", "a\u00a0b", "\u2028");
        Path file = Files.write(folder.resolve("words.txt"), VocabularyFile.format(new Vocabulary(words)));

        // When
        Vocabulary vocabulary = VocabularyFile.read(file);

        // Then
        assertThat(vocabulary.words()).isEqualTo(words);
    }

    @Test
    void shouldReadTheLastLineWhenNoNewlineEndsIt() {
        // When
        Vocabulary vocabulary = parse("the\nfilm");

        // Then
        assertThat(vocabulary.words()).containsExactly("the", "film");
    }

    @Test
    void shouldKeepTheCarriageReturnInTheWordWhenOneLineEndsInIt() {
        // When
        Vocabulary vocabulary = parse("the\r\nfilm\n");

        // Then
        // As the tokenizer finds such a word in a text
        assertThat(vocabulary.words()).containsExactly("the\r", "film");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "every line ended,    'the\r\nfilm\r\n'",
        "last line not ended, 'the\r\nfilm'",
        "one line,            'the\r\n'"
    })
    void shouldRefuseTheFileWhenEveryLineEndsAsOnWindows(String name, String content, @TempDir Path folder)
            throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("words.txt"), content);

        // When
        // Then
        assertThatThrownBy(() -> VocabularyFile.read(file))
                .as(name)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("words.txt has the line ends of Windows (CRLF)");
    }

    @Test
    void shouldSayThatItIsEmptyWhenThereIsNoByte() {
        assertThatThrownBy(() -> parse(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the vocabulary is empty");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "only a newline,         '\n',              1, is not a word",
        "empty first line,       '\nthe\n',         1, is not a word",
        "empty line between,     'the\n\nfilm\n',   2, is not a word",
        "two newlines at end,    'the\nfilm\n\n',   3, is not a word",
        "two words,              'the\nthe film\n', 2, is not a word",
        "space behind,           'the \n',          1, is not a word",
        "upper case,             'the\na\nFilm\n',  3, is not a word",
        "punctuation,            'the\nfilm.\n',    2, is not a word",
        "tab between,            'the\t336148\n',   1, is not a word",
        "repeated,               'the\na\nthe\n',   3, repeats the word"
    })
    void shouldNameTheLineWhenItIsNoNewWord(String name, String content, int line, String complaint) {
        assertThatThrownBy(() -> parse(content))
                .as(name)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line " + line + " ")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "stray continuation byte, 7468650a80",
        "Latin-1 letter,          e974e90a",
        "cut in a character,      7468650ae2",
        "surrogate in UTF-8,      eda0bd0a",
        "overlong slash,          c0af0a",
        "UTF-16 mark,             fffe7400"
    })
    void shouldSayThatItIsNotUtf8WhenBytesAreMalformed(String name, String hex) {
        // Given
        byte[] content = HexFormat.of().parseHex(hex);

        // When
        // Then
        assertThatThrownBy(() -> VocabularyFile.parse(content))
                .as(name)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void shouldFailWithTheFileWhenItIsMissing(@TempDir Path folder) {
        // Given
        Path missing = folder.resolve("missing.txt");

        // When
        // Then
        assertThatThrownBy(() -> VocabularyFile.read(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing.txt");
    }

    private static Vocabulary parse(String content) {
        return VocabularyFile.parse(content.getBytes(StandardCharsets.UTF_8));
    }
}
