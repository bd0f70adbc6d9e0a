package dev.verdict.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Counts words and ranks them by frequency; words that are equally frequent keep their order of appearance. A word with
 * half of a surrogate pair is left out: no file could hold it.
 */
public final class VocabularyBuilder {
    private final WordTable table = new WordTable();
    private long[] counts = new long[1024]; // id -> occurrences

    public VocabularyBuilder add(String text) {
        WordScanner.scan(text, this::count);
        return this;
    }

    public Vocabulary build() {
        return new Vocabulary(IntStream.range(0, table.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer id) -> counts[id]).reversed())
                .map(table::word)
                .filter(WordScanner::isFoldedWord)
                .toList());
    }

    private void count(String text, int start, int end, int hash) {
        int id = table.findOrAdd(text, start, end, hash);
        if (id == counts.length) {
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        counts[id]++;
    }
}
