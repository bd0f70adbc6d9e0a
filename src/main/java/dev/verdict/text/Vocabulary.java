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
        table = new WordTable(words.size() / 2);
        for (int line = 1; line <= words.size(); line++) {
            String word = words.get(line - 1);
            if (!Words.isFoldedWord(word)) {
                throw new IllegalArgumentException("vocabulary line " + line
                        + " is not a word: a line holds one word in lower case, without spaces or punctuation");
            }
            add(new Words(word), 0);
        }
    }

    /** @throws IllegalArgumentException naming the line of a word that is repeated */
    Vocabulary(Words lines) {
        table = new WordTable(lines.count() / 2);
        for (int word = 0; word < lines.count(); word++) {
            add(lines, word);
        }
    }

    private void add(Words words, int word) {
        int line = table.size() + 1;
        table.findOrAdd(words, word);
        if (table.size() < line) {
            throw new IllegalArgumentException(
                    "vocabulary line " + line + " repeats the word '" + words.word(word) + "'");
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

    /** Rank (1 and up) of one of the words, or 0. */
    int rank(Words words, int word) {
        return table.find(words, word) + 1;
    }

    /** The first so many words, those that most lookups find, in a table that the CPU's cache holds. */
    WordTable frequent(int count) {
        var frequent = new WordTable(count);
        for (int id = 0; id < Math.min(count, table.size()); id++) {
            frequent.findOrAdd(new Words(table.word(id)), 0);
        }
        return frequent;
    }
}
