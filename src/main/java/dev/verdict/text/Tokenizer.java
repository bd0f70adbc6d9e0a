package dev.verdict.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
 * <p>Immutable, for any number of threads; {@link #encode} allocates its result and nothing per word.
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
    private final boolean dropsAbsentWords;

    public Tokenizer(Vocabulary vocabulary, TokenizerSettings settings) {
        this.vocabulary = vocabulary;
        this.settings = settings;
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
        List<String> words = new ArrayList<>();
        WordScanner.scan(text, (source, start, end, hash) -> words.add(WordScanner.word(source, start, end)));
        return words;
    }

    /** All entries of a text, however many: the start index, then its words. */
    public int[] entries(String text) {
        var entries = new Entries();
        entries.append(START);
        WordScanner.scan(text, (source, start, end, hash) -> {
            int index = index(source, start, end, hash);
            if (index != DROPPED) {
                entries.append(index);
            }
        });
        return entries.toArray();
    }

    /** The text as the network reads it. */
    public TokenSequence encode(String text) {
        var encoding = new Encoding();
        WordScanner.scan(text, encoding);
        return encoding.toSequence();
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
        WordScanner.scan(text, (source, start, end, hash) -> {
            int index = index(source, start, end, hash);
            if (index == DROPPED) {
                return;
            }
            if (spans.size() == limit) {
                spans.remove();
            }
            spans.add(new WordSpan(index, start, end));
        });
        return List.copyOf(spans);
    }

    /** Index of the word that stands in text[start, end), or {@link #DROPPED}. */
    private int index(String text, int start, int end, int hash) {
        int rank = vocabulary.rank(text, start, end, hash);
        if (rank == 0 && dropsAbsentWords) {
            return DROPPED;
        }
        return rank == 0 || rank > settings.rankedWords() ? UNKNOWN : rank + INDEX_OF_RANK_0;
    }

    /** A list of ints that grows. */
    private static final class Entries {
        private int[] values = new int[256];
        private int size;

        void append(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    /** One text on its way: the last entries in a ring. */
    private final class Encoding implements WordScanner.WordConsumer {
        private final int[] ring = new int[settings.sequenceLength()];
        private int next; // where in the ring the next entry goes
        private int entries;
        private int words;
        private int knownWords;

        Encoding() {
            append(START);
        }

        @Override
        public void accept(String text, int start, int end, int hash) {
            words++;
            int index = index(text, start, end, hash);
            if (index == DROPPED) {
                return;
            }
            if (index != UNKNOWN) {
                knownWords++;
            }
            append(index);
        }

        private void append(int index) {
            ring[next] = index;
            next = next + 1 == ring.length ? 0 : next + 1;
            entries++;
        }

        TokenSequence toSequence() {
            int length = ring.length;
            if (entries < length) {
                int padding = length - entries;
                System.arraycopy(ring, 0, ring, padding, entries);
                Arrays.fill(ring, 0, padding, PAD);
                return new TokenSequence(ring, padding, words, knownWords, false);
            }
            int[] indices = new int[length];
            System.arraycopy(ring, next, indices, 0, length - next);
            System.arraycopy(ring, 0, indices, length - next, next);
            return new TokenSequence(indices, 0, words, knownWords, entries > length);
        }
    }
}
