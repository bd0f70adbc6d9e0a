package dev.verdict.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class VocabularyBuilderTest {
    @Test
    void shouldRankByFrequencyWhenWordsAreRepeated() {
        // When
        Vocabulary vocabulary = new VocabularyBuilder()
                .add("rare common middle")
                .add("common middle COMMON")
                .build();

        // Then
        assertThat(vocabulary.words()).containsExactly("common", "middle", "rare");
    }

    @Test
    void shouldKeepOrderOfAppearanceWhenWordsAreEquallyFrequent() {
        // When
        Vocabulary vocabulary = new VocabularyBuilder()
                .add("zebra apple zebra")
                .add("mango apple kiwi")
                .add("kiwi fig mango")
                .build();

        // Then
        // Four words twice, one once
        assertThat(vocabulary.words()).containsExactly("zebra", "apple", "mango", "kiwi", "fig");
    }

    @Test
    void shouldHoldNothingWhenNoTextHasAWord() {
        // When
        Vocabulary vocabulary = new VocabularyBuilder().add("").add(" ...\n").build();

        // Then
        assertThat(vocabulary.size()).isZero();
    }

    @Test
    void shouldCountEachByItselfWhenHashesAreEqual() {
        // When
        Vocabulary vocabulary = new VocabularyBuilder()
                .add("aw aw c9 awc9 c9aw c9 c9 c9aw c9aw c9aw")
                .build();

        // Then
        assertThat(vocabulary.words()).containsExactly("c9aw", "c9", "aw", "awc9");
        assertThat("c9".hashCode()).isEqualTo("aw".hashCode());
    }

    @Test
    void shouldCountEveryWordWhenTheTableHadToGrow() {
        // Given
        // Word i stands i % 5 + 1 times
        List<String> texts = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            var text = new StringBuilder();
            for (int i = 0; i < 20_000; i++) {
                if (i % 5 >= round) {
                    text.append("word").append(i).append(' ');
                }
            }
            texts.add(text.toString());
        }
        var builder = new VocabularyBuilder();
        texts.forEach(builder::add);

        // When
        Vocabulary vocabulary = builder.build();

        // Then
        assertThat(vocabulary.size()).isEqualTo(20_000);
        assertThat(vocabulary.words().subList(0, 3)).containsExactly("word4", "word9", "word14");
        assertThat(vocabulary.words().subList(4_000, 4_002)).containsExactly("word3", "word8");
        assertThat(vocabulary.words().getLast()).isEqualTo("word19995");
    }

    @Test
    void shouldLeaveOutAWordWhenItHoldsHalfASurrogatePair() {
        // Given
        // UTF-8 cannot hold it, so that a vocabulary with it could be written and not read again
        var builder = new VocabularyBuilder().add("film \ud83d \ud83d a\ude00 \ud83d\ude00 film film \ud83d\ude00");

        // When
        Vocabulary vocabulary = builder.build();

        // Then
        assertThat(vocabulary.words()).containsExactly("film", "\ud83d\ude00");
        assertThat(VocabularyFile.parse(VocabularyFile.format(vocabulary)).words())
                .isEqualTo(vocabulary.words());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldRankAsAMapAndAStableSortDoWhenTextsAreRandom(long seed) {
        // Given
        var random = new SplittableRandom(seed);
        var builder = new VocabularyBuilder();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String word = Integer.toString((int) Math.pow(4_000, random.nextDouble()), 36);
            builder.add(word);
            counts.merge(word, 1, Integer::sum);
        }
        List<String> expected = new ArrayList<>(counts.keySet());
        expected.sort(Comparator.comparing(counts::get, Comparator.reverseOrder()));

        // When
        Vocabulary vocabulary = builder.build();

        // Then
        assertThat(vocabulary.words()).as("seed %d", seed).isEqualTo(expected);
    }
}
