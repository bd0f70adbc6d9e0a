package dev.verdict.explanation;

import dev.verdict.explanation.Explanation.Token;
import dev.verdict.scoring.Scorer;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;
import dev.verdict.text.WordSpan;

import java.util.ArrayList;
import java.util.List;

/**
 * Explains a verdict by leaving out one word at a time, all in one batch. Without a word the model reads exactly what it would
 * read of the text without it: what stood before moves up, be it an earlier word, the start index or padding.
 *
 * @see <a href="https://arxiv.org/abs/1612.08220">Li, Monroe &amp; Jurafsky 2016, Understanding Neural Networks through
 *     Representation Erasure</a>
 */
public final class Explainer {
    /** Log-odds of the largest double below 1, beyond which a probability is 1. */
    private static final double LARGEST_LOG_ODDS = 53 * Math.log(2);

    private Explainer() {}

    /** @param text not blank */
    public static Explanation explain(String text, Scorer scorer) {
        Tokenizer tokenizer = scorer.tokenizer();
        int length = tokenizer.settings().sequenceLength();
        // One more than is read: it comes into view when a later one is left out.
        List<WordSpan> spans = tokenizer.lastSpans(text, length + 1);
        int first = Math.max(0, spans.size() - length);
        List<WordSpan> read = spans.subList(first, spans.size()).stream()
                .filter(span -> span.index() != Tokenizer.START)
                .toList();
        var sequences = new ArrayList<TokenSequence>(read.size() + 1);
        sequences.add(without(null, spans, length));
        for (WordSpan span : read) {
            sequences.add(without(span, spans, length));
        }
        double[] probabilities = scorer.probabilities(sequences);
        var tokens = new ArrayList<Token>(read.size());
        for (int i = 0; i < read.size(); i++) {
            WordSpan span = read.get(i);
            tokens.add(new Token(
                    Tokenizer.words(text.substring(span.start(), span.end())).getFirst(),
                    span.start(),
                    span.end(),
                    span.index() != Tokenizer.UNKNOWN,
                    logOdds(probabilities[0]) - logOdds(probabilities[i + 1])));
        }
        return new Explanation(tokens);
    }

    /** @param left the entry that is left out, or null */
    private static TokenSequence without(WordSpan left, List<WordSpan> spans, int length) {
        int[] indices = new int[length];
        int next = length;
        for (WordSpan span : spans.reversed()) {
            if (next > 0 && span != left) {
                indices[--next] = span.index();
            }
        }
        return new TokenSequence(indices, next, spans.size(), spans.size(), false);
    }

    static double logOdds(double probability) {
        double logOdds = Math.log(probability) - Math.log1p(-probability);
        return Math.clamp(logOdds, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS);
    }
}
