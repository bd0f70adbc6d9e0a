package dev.verdict.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class VocabularyTest {
    @Test
    void shouldKeepWordsInRankOrderWhenMade() {
        // When
        var vocabulary = new Vocabulary(List.of("the", "don't", "été", "👍", "10"));

        // Then
        assertThat(vocabulary.words()).containsExactly("the", "don't", "été", "👍", "10");
        assertThat(vocabulary.size()).isEqualTo(5);
        assertThat(rank(vocabulary, "the")).isEqualTo(1);
        assertThat(rank(vocabulary, "10")).isEqualTo(5);
    }

    @Test
    void shouldRankAbsentWordZeroWhenAsked() {
        // Given
        var vocabulary = new Vocabulary(List.of("the", "film"));

        // When
        int rank = rank(vocabulary, "fil");

        // Then
        assertThat(rank).isZero();
    }

    @Test
    void shouldRankEveryWordZeroWhenEmpty() {
        // When
        var vocabulary = new Vocabulary(List.of());

        // Then
        assertThat(vocabulary.size()).isZero();
        assertThat(vocabulary.words()).isEmpty();
        assertThat(rank(vocabulary, "the")).isZero();
    }

    @Test
    void shouldNotFollowTheListWhenItChangesLater() {
        // Given
        var words = new ArrayList<>(List.of("the", "film"));
        var vocabulary = new Vocabulary(words);

        // When
        words.set(0, "other");

        // Then
        assertThat(vocabulary.words()).containsExactly("the", "film");
    }

    @Test
    void shouldRefuseChangesWhenWordsAreAskedFor() {
        // Given
        List<String> words = new Vocabulary(List.of("the")).words();

        // When
        // Then
        assertThatThrownBy(() -> words.add("film")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> words.set(0, "film")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldFindEveryWordWhenTheTableHadToGrow() {
        // Given
        List<String> words =
                IntStream.rangeClosed(1, 50_000).mapToObj(rank -> "word" + rank).toList();

        // When
        var vocabulary = new Vocabulary(words);

        // Then
        assertThat(vocabulary.words()).isEqualTo(words);
        for (int rank = 1; rank <= words.size(); rank++) {
            assertThat(rank(vocabulary, "word" + rank)).isEqualTo(rank);
        }
        assertThat(rank(vocabulary, "word50001")).isZero();
    }

    @Test
    void shouldTellWordsApartWhenTheirHashesAreEqual() {
        // Given
        // Every concatenation of n such blocks has the same hash
        List<String> colliding = blocks(10).toList();
        List<String> known = colliding.subList(0, 1000);

        // When
        var vocabulary = new Vocabulary(known);

        // Then
        assertThat(colliding).hasSize(1024);
        assertThat(colliding.stream().map(String::hashCode).distinct()).hasSize(1);
        for (int i = 0; i < colliding.size(); i++) {
            assertThat(rank(vocabulary, colliding.get(i))).as(colliding.get(i)).isEqualTo(i < known.size() ? i + 1 : 0);
        }
    }

    @Test
    void shouldTellWordsApartWhenOneIsTheOtherWithLeadingNuls() {
        // Given
        // A NUL adds nothing to the hash, so only the length differs
        var vocabulary = new Vocabulary(List.of("film", "\0film", "\0\0film"));

        // When
        int rank = rank(vocabulary, "\0film");

        // Then
        assertThat(rank).isEqualTo(2);
        assertThat(rank(vocabulary, "\0\0\0film")).isZero();
    }

    static Stream<Named<String>> notWords() {
        return Stream.of(
                Named.of("empty", ""),
                Named.of("two words", "two words"),
                Named.of("space in front", " film"),
                Named.of("space behind", "film "),
                Named.of("tab", "film\t"),
                Named.of("newline", "film\n"),
                Named.of("upper case", "Film"),
                Named.of("punctuation", "film."),
                Named.of("hyphen", "well-made"),
                Named.of("only punctuation", "-"),
                Named.of("half a surrogate pair", "film\ud83d"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notWords")
    void shouldNameTheLineWhenItIsNotAWord(String notWord) {
        assertThatThrownBy(() -> new Vocabulary(List.of("the", "film", notWord)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("is not a word");
    }

    @Test
    void shouldNameLineAndWordWhenAWordIsRepeated() {
        assertThatThrownBy(() -> new Vocabulary(List.of("the", "film", "the", "film")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("repeats the word 'the'");
    }

    private static int rank(Vocabulary vocabulary, String word) {
        return vocabulary.rank(new Words("<" + word + ">"), 0); // so that start is not 0 and end not the text's
    }

    private static Stream<String> blocks(int count) {
        return count == 0 ? Stream.of("") : blocks(count - 1).flatMap(rest -> Stream.of("aw" + rest, "c9" + rest));
    }
}
