package dev.verdict.bench;

import dev.verdict.demo.SampleReviews;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which reviews are scored: of the bundled sample, which is real and in mixed order. */
public enum ReviewMix {
    /** Those that fill the sequence. */
    FULL {
        @Override
        List<TokenSequence> sequences(Tokenizer tokenizer) {
            return IMDB.sequences(tokenizer).stream()
                    .filter(sequence -> sequence.padding() == 0)
                    .toList();
        }
    },
    /** All, cut to the sequence's length. */
    IMDB {
        @Override
        List<TokenSequence> sequences(Tokenizer tokenizer) {
            return SampleReviews.read().stream()
                    .map(review -> tokenizer.encode(review.text()))
                    .toList();
        }
    },
    /** The first {@value #SHORT_WORDS} words of each. */
    SHORT {
        @Override
        List<TokenSequence> sequences(Tokenizer tokenizer) {
            return SampleReviews.read().stream()
                    .map(review -> tokenizer.entries(review.text()))
                    .filter(entries -> entries.length > SHORT_WORDS)
                    .map(entries -> padded(
                            entries, 1 + SHORT_WORDS, tokenizer.settings().sequenceLength()))
                    .toList();
        }
    };

    static final int SHORT_WORDS = 20;

    abstract List<TokenSequence> sequences(Tokenizer tokenizer);

    /** Its name in results. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The sequence of a review that has only the first entries: the start, then words. */
    static TokenSequence padded(int[] entries, int length, int sequenceLength) {
        int[] indices = new int[sequenceLength];
        System.arraycopy(entries, 0, indices, sequenceLength - length, length);
        int unknown = (int) Arrays.stream(entries, 0, length)
                .filter(index -> index == Tokenizer.UNKNOWN)
                .count();
        return new TokenSequence(indices, sequenceLength - length, length - 1, length - 1 - unknown, false);
    }
}
