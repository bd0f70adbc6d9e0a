package dev.verdict.explanation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the words of a text contribute to its verdict.
 *
 * @param tokens the words that the model read, in their order
 */
public record Explanation(List<Token> tokens) {
    public Explanation {
        tokens = List.copyOf(tokens);
    }

    /**
     * One word that the model read.
     *
     * @param word as the model knows it, in lower case
     * @param start UTF-16 offset of its first char in the text, as {@code String.substring} of Java and JavaScript counts
     * @param end UTF-16 offset after its last
     * @param known whether the model has an index for it; all others are one and the same to it
     * @param contribution log-odds of positive of the text, less those of the text without this word: above 0 it speaks
     *     for positive, below for negative
     */
    public record Token(String word, int start, int end, boolean known, double contribution) {}

    /**
     * A word wherever it stands.
     *
     * @param count how often the model read it
     * @param contribution sum over its tokens; log-odds are what the words' evidence adds up in
     */
    public record Word(String word, int count, double contribution) {
        Word plus(Word other) {
            return new Word(word, count + other.count, contribution + other.contribution);
        }
    }

    /** Each word once, the most telling first; of equal ones, that which comes first in the text. */
    public List<Word> words() {
        Map<String, Word> words = new LinkedHashMap<>();
        for (Token token : tokens) {
            words.merge(token.word(), new Word(token.word(), 1, token.contribution()), Word::plus);
        }
        var sorted = new ArrayList<>(words.values());
        sorted.sort(Comparator.comparingDouble((Word word) -> Math.abs(word.contribution()))
                .reversed());
        return sorted;
    }
}
