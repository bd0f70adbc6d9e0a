package dev.verdict.text;

import java.util.AbstractList;
import java.util.List;

/**
 * The words of the training reviews by frequency rank: the most frequent word has rank 1. Immutable.
 *
 * <p>Words are kept as {@link Tokenizer} finds them: ASCII letters lowered, without separators.
 */
public final class Vocabulary {
    private final WordTable table; // id = rank - 1

    /**
     * @param words in rank order, each once
     * @throws IllegalArgumentException naming the line of a word that is empty, repeated or has a character that no
     *     word has, or half of a surrogate pair
     */
    public Vocabulary(List<String> words) {
        table = new WordTable();
        for (int line = 1; line <= words.size(); line++) {
            String word = words.get(line - 1);
            if (!WordScanner.isFoldedWord(word)) {
                throw new IllegalArgumentException("vocabulary line " + line
                        + " is not a word: a line holds one word in lower case, without spaces or punctuation");
            }
            WordScanner.scan(word, table::findOrAdd);
            if (table.size() < line) {
                throw new IllegalArgumentException("vocabulary line " + line + " repeats the word '" + word + "'");
            }
        }
    }

    /** Number of words. */
    public int size() {
        return table.size();
    }

    /** The words in rank order, as an unmodifiable view. */
    public List<String> words() {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return table.word(index);
            }

            @Override
            public int size() {
                return table.size();
            }
        };
    }

    /** Rank (1 and up) of the word that stands in text[start, end), or 0. */
    int rank(String text, int start, int end, int hash) {
        return table.find(text, start, end, hash) + 1;
    }
}
