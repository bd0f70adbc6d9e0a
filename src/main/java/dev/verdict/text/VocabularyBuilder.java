package dev.verdict.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Counts words and ranks them by frequency; words that are equally frequent keep their order of appearance. A word with
 * half of a surrogate pair is left out: no file could hold it.
 */
public final class VocabularyBuilder {
    private final WordTable table = new WordTable(0);
    private long[] counts = new long[1024]; // id -> occurrences

    public VocabularyBuilder add(String text) {
        var words = new Words(text);
        for (int word = 0; word < words.count(); word++) {
            count(table.findOrAdd(words, word));
        }
        return this;
    }

    public Vocabulary build() {
        return new Vocabulary(IntStream.range(0, table.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer id) -> counts[id]).reversed())
                .map(table::word)
                .filter(Words::isFoldedWord)
                .toList());
    }

    private void count(int id) {
        if (id == counts.length) {
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        counts[id]++;
    }
}
