package dev.verdict.text;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns a text into the sequence of indices that Keras's IMDB data would hold for it: 0 pads in front, 1 starts, 2 is
 * an unknown word, the word of rank r is r + 3 if that is below the number of indices, and the last entries stay when
 * there are more than time steps.
 *
 * <p>A word that the vocabulary ranks too low for an index of its own is unknown. A word that the vocabulary does not
 * hold is unknown too, unless the vocabulary has more words than there are indices: then it is the whole frequency table
 * of the training reviews, the word was never seen in training, and it is dropped as Keras dropped it from the test
 * reviews.
 *
 * <p>Immutable, for any number of threads; a call allocates its result and what {@link Words} holds of the
 * text while it lasts.
 */
public final class Tokenizer {
    /** Fills a short sequence in front. */
    public static final int PAD = 0;
    /** Begins every sequence, and is the first entry to be cut off. */
    public static final int START = 1;
    /** Stands for a word without an index of its own. */
    public static final int UNKNOWN = 2;

    static final int INDEX_OF_RANK_0 = 3;

    private static final int DROPPED = -1;

    private final Vocabulary vocabulary;
    private final TokenizerSettings settings;
    private final WordTable indexedWords; // id = index - INDEX_OF_RANK_0 - 1
    private final boolean dropsAbsentWords;

    public Tokenizer(Vocabulary vocabulary, TokenizerSettings settings) {
        this.vocabulary = vocabulary;
        this.settings = settings;
        this.indexedWords = vocabulary.frequent(settings.rankedWords());
        this.dropsAbsentWords = vocabulary.size() > settings.indexCount();
    }

    public TokenizerSettings settings() {
        return settings;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The words of the text, lowered, in order. */
    public static List<String> words(String text) {
        var words = new Words(text);
        return IntStream.range(0, words.count()).mapToObj(words::word).toList();
    }

    /** All entries of a text, however many: the start index, then its words. */
    public int[] entries(String text) {
        var words = new Words(text);
        int[] entries = new int[1 + words.count()];
        entries[0] = START;
        int size = 1;
        for (int word = 0; word < words.count(); word++) {
            int index = index(words, word);
            if (index != DROPPED) {
                entries[size++] = index;
            }
        }
        return Arrays.copyOf(entries, size);
    }

    /** The text as the network reads it. */
    public TokenSequence encode(String text) {
        var words = new Words(text);
        int[] indices = new int[settings.sequenceLength()];
        int padding = indices.length;
        int knownWords = 0;
        int word = words.count();
        while (word > 0 && padding > 0) {
            int index = index(words, --word);
            if (index != DROPPED) {
                indices[--padding] = index;
                knownWords += index == UNKNOWN ? 0 : 1;
            }
        }
        boolean truncated = padding == 0;
        if (!truncated) {
            indices[--padding] = START;
        }
        while (word > 0) {
            knownWords += indexedWords.find(words, --word) == WordTable.ABSENT ? 0 : 1;
        }
        return new TokenSequence(indices, padding, words.count(), knownWords, truncated);
    }

    /**
     * The last entries of a text's sequence, in order, with the places of their words; the start index is the first of them
     * unless it was cut off.
     *
     * @param limit most entries that are given, at least 1
     */
    public List<WordSpan> lastSpans(String text, int limit) {
        var spans = new ArrayDeque<WordSpan>();
        spans.add(new WordSpan(START, 0, 0));
        var words = new Words(text);
        int end = 0;
        int endInBytes = 0;
        for (int word = 0; word < words.count(); word++) {
            int start = end + words.chars(endInBytes, words.start(word));
            endInBytes = words.end(word);
            end = start + words.chars(words.start(word), endInBytes);
            int index = index(words, word);
            if (index == DROPPED) {
                continue;
            }
            if (spans.size() == limit) {
                spans.remove();
            }
            spans.add(new WordSpan(index, start, end));
        }
        return List.copyOf(spans);
    }

    /** Index of a word, {@link #UNKNOWN} or {@link #DROPPED}. */
    private int index(Words words, int word) {
        int id = indexedWords.find(words, word);
        if (id != WordTable.ABSENT) {
            return id + 1 + INDEX_OF_RANK_0;
        }
        return dropsAbsentWords && vocabulary.rank(words, word) == 0 ? DROPPED : UNKNOWN;
    }
}
