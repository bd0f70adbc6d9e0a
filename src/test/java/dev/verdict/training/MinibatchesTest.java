package dev.verdict.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.model.Recipe;
import dev.verdict.model.Recipe.Keep;
import dev.verdict.text.Tokenizer;
import dev.verdict.text.TokenizerSettings;
import dev.verdict.text.Vocabulary;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class MinibatchesTest {
    private static final int LENGTH = 6;
    private static final int EPOCHS = 40;
    private static final Tokenizer TOKENIZER = new Tokenizer(
            new Vocabulary(IntStream.range(0, 20).mapToObj(i -> "word" + i).toList()),
            new TokenizerSettings(30, LENGTH));

    @Test
    void shouldReadTheEndWhenThereAreNoWindows() {
        assertThat(read(10, 0, 0)).containsOnly(List.of(8, 9, 10, 11, 12, 13));
    }

    @Test
    void shouldReadAllPlacesInTurnWhenAllReviewsAreWindows() {
        // Then: a window begins at the start index or at any word that leaves it whole
        assertThat(read(10, 1, 0)).allSatisfy(sequence -> assertThat(sequence).isIn(windows(10, LENGTH)));
        assertThat(read(10, 1, 0)).containsAll(windows(10, LENGTH));
    }

    @Test
    void shouldPadWindowsWhenTheyAreShorterThanTheSequence() {
        List<List<Integer>> padded = windows(5, 4).stream()
                .map(window -> {
                    var sequence = new ArrayList<>(List.of(Tokenizer.PAD, Tokenizer.PAD));
                    sequence.addAll(window);
                    return List.copyOf(sequence);
                })
                .toList();

        assertThat(read(5, 1, 4)).containsOnlyOnceElementsOf(padded).hasSameSizeAs(padded);
    }

    @Test
    void shouldReadAllOfAReviewWhenItIsNoLongerThanAWindow() {
        assertThat(read(3, 1, 4)).containsOnly(List.of(Tokenizer.PAD, Tokenizer.PAD, Tokenizer.START, 4, 5, 6));
    }

    /** The sequences that a review of so many words is read as over some epochs, each once. */
    private static List<List<Integer>> read(int words, double windowShare, int windowLength) {
        String text = IntStream.range(0, words).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
        var recipe = new Recipe("test", EPOCHS, 0, Keep.LAST, 1, 0.001, 0, 0, 0, 1, 0, windowShare, windowLength, 0, 1);
        var minibatches = new Minibatches(List.of(new LabelledReview("a", text, true)), TOKENIZER, recipe);
        var sequences = new ArrayList<List<Integer>>();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            minibatches.forEach(epoch, batch -> {
                var sequence = new ArrayList<Integer>();
                for (float index : batch.indices()[0]) {
                    sequence.add((int) index);
                }
                sequences.add(sequence);
                return true;
            });
        }
        return sequences.stream().distinct().toList();
    }

    /** All runs of that many entries. */
    private static List<List<Integer>> windows(int words, int length) {
        List<Integer> entries = IntStream.rangeClosed(0, words)
                .mapToObj(i -> i == 0 ? Tokenizer.START : i + 3)
                .toList();
        return IntStream.rangeClosed(0, entries.size() - length)
                .mapToObj(from -> List.copyOf(entries.subList(from, from + length)))
                .toList();
    }
}
