package dev.verdict.text;

/**
 * Finds the words of a text as Keras's tokeniser does.
 *
 * <p>ASCII letters are lowered and no others; the characters {@code !"#$%&()*+,-./:;<=>?@[\]^_`{|}~}, tab, newline and
 * space part the words; everything else belongs to them, the apostrophe and the carriage return included. One pass,
 * nothing allocated.
 *
 * @see <a href="https://keras.io/api/datasets/imdb/">Keras: IMDB movie review sentiment classification dataset</a>
 */
final class WordScanner {
    private static final String SEPARATORS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n ";
    /** Stands for every separator in {@link #FOLDED}. */
    private static final char SEPARATOR = ' ';

    private static final char[] FOLDED = foldedAscii(); // ASCII -> lowered, or SEPARATOR

    /** Takes the words of a text one after the other. */
    @FunctionalInterface
    interface WordConsumer {
        /**
         * @param text the whole text
         * @param start index of the word's first char
         * @param end index after its last
         * @param hash {@link #hash} of the folded word
         */
        void accept(String text, int start, int end, int hash);
    }

    private WordScanner() {}

    static void scan(String text, WordConsumer words) {
        int length = text.length();
        int start = 0;
        int hash = 0;
        for (int position = 0; position < length; position++) {
            char folded = fold(text.charAt(position));
            if (folded != SEPARATOR) {
                hash = 31 * hash + folded;
                continue;
            }
            if (start < position) {
                words.accept(text, start, position, hash);
            }
            start = position + 1;
            hash = 0;
        }
        if (start < length) {
            words.accept(text, start, length, hash);
        }
    }

    /** The char as it stands in a word, or the separator. */
    static char fold(char c) {
        return c < FOLDED.length ? FOLDED[c] : c;
    }

    /** The folded word as a string. */
    static String word(String text, int start, int end) {
        char[] folded = new char[end - start];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(text.charAt(start + i));
        }
        return new String(folded);
    }

    /** True if the text is one word in the form in which words are kept, and UTF-8 can hold it (no lone surrogate). */
    static boolean isFoldedWord(String word) {
        return !word.isEmpty() && word.codePoints().allMatch(WordScanner::isFolded);
    }

    private static boolean isFolded(int c) {
        boolean isLoneSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return c >= FOLDED.length ? !isLoneSurrogate : c != SEPARATOR && FOLDED[c] == c;
    }

    private static char[] foldedAscii() {
        char[] folded = new char[128];
        for (char c = 0; c < folded.length; c++) {
            folded[c] = SEPARATORS.indexOf(c) >= 0 ? SEPARATOR : c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return folded;
    }
}
