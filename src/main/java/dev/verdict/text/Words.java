package dev.verdict.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The words of a text as Keras's tokeniser finds them.
 *
 * <p>ASCII letters are lowered and no others; the characters {@code !"#$%&()*+,-./:;<=>?@[\]^_`{|}~}, tab, newline and
 * space part the words; everything else belongs to them, the apostrophe and the carriage return included.
 *
 * <p>One pass over the text's UTF-8 bytes, whose branches do not depend on them: a CPU that had to guess where each word
 * ends would spend most of its time on wrong guesses. Memory: five bytes for each of the text's while it is read.
 *
 * @see <a href="https://keras.io/api/datasets/imdb/">Keras: IMDB movie review sentiment classification dataset</a>
 */
final class Words {
    private static final String SEPARATORS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n ";
    /** Stands for every separator in the folded text; no byte of UTF-8. */
    private static final byte SEPARATOR = (byte) 0xff;

    private static final byte[] FOLDED = folded(); // byte of UTF-8, unsigned -> lowered, or SEPARATOR

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Stands behind the last of less than eight bytes, and is no byte of UTF-8. */
    private static final long END = 0xff;
    /** Mark numbers that are not a word's bytes; no bytes of UTF-8 either. */
    private static final long MIXED = 0xfeL << 56;

    private static final long EIGHT_ZEROS = 0xfdL << 56;

    /** 2^64 over the golden ratio, which spreads neighbours (Knuth, The Art of Computer Programming, 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final byte[] text; // folded
    private final int[] bounds; // start and end of the first word, start and end of the second, ...
    private final int count;

    Words(String text) {
        this(Letters.toBytes(text));
    }

    /** @param text UTF-8; is folded */
    Words(byte[] text) {
        this.text = text;
        this.bounds = new int[text.length + 2];
        this.count = fold(text, bounds);
    }

    /** @return the number of words */
    private static int fold(byte[] text, int[] bounds) {
        int size = 0;
        int before = 1;
        for (int i = 0; i < text.length; i++) {
            byte folded = FOLDED[text[i] & 0xff];
            text[i] = folded;
            int separates = (folded & 0xff) + 1 >>> Byte.SIZE;
            bounds[size] = i; // is written over unless a word begins or ends here
            size += separates ^ before;
            before = separates;
        }
        bounds[size] = text.length;
        return (size + 1) / 2;
    }

    int count() {
        return count;
    }

    /** Where the word's bytes are in {@link #bytes}. */
    int start(int word) {
        return bounds[2 * word];
    }

    /** Where they end. */
    int end(int word) {
        return bounds[2 * word + 1];
    }

    /** The folded text. */
    byte[] bytes() {
        return text;
    }

    /** How many chars those bytes are in the text, a character beyond 16 bits counting as two. */
    int chars(int from, int to) {
        int chars = 0;
        for (int i = from; i < to; i++) {
            boolean continues = (text[i] & 0xc0) == 0x80;
            boolean beginsFour = (text[i] & 0xf8) == 0xf0;
            chars += continues ? 0 : beginsFour ? 2 : 1;
        }
        return chars;
    }

    /** A number made of the word's bytes, never 0; if they are eight or fewer, no other word has it. */
    long key(int word) {
        int start = start(word);
        int end = end(word);
        if (end - start < Long.BYTES) {
            return bytes(start, end) | END << Byte.SIZE * (end - start);
        }
        if (end - start == Long.BYTES) {
            long key = bytes(start, end);
            return key == 0 ? EIGHT_ZEROS : key;
        }
        long mixed = 0;
        for (; end - start > Long.BYTES; start += Long.BYTES) {
            mixed = (mixed ^ (long) LONG.get(text, start)) * SPREAD;
            mixed ^= mixed >>> Integer.SIZE;
        }
        return (mixed ^ bytes(start, end)) * SPREAD >>> Byte.SIZE | MIXED;
    }

    /** One to eight bytes as a number. */
    private long bytes(int start, int end) {
        if (start + Long.BYTES <= text.length) {
            return (long) LONG.get(text, start) & -1L >>> Long.SIZE - Byte.SIZE * (end - start);
        }
        long bytes = 0;
        for (int i = end - 1; i >= start; i--) {
            bytes = bytes << Byte.SIZE | text[i] & 0xff;
        }
        return bytes;
    }

    /** The folded word as a string. */
    String word(int word) {
        return Letters.toString(text, start(word), end(word));
    }

    /** Whether they are a word a line of that text, in the form in which words are kept. */
    boolean areLinesOf(byte[] original) {
        int lines = 1;
        for (int i = 0; i < original.length; i++) {
            if (original[i] == '\n') {
                lines++;
            } else if (original[i] != text[i] || text[i] == SEPARATOR) {
                return false;
            }
        }
        return lines == count && original.length == text.length;
    }

    /** True if the text is one word in the form in which words are kept, and UTF-8 can hold it (no lone surrogate). */
    static boolean isFoldedWord(String text) {
        var words = new Words(text);
        return words.count == 1
                && words.start(0) == 0
                && words.end(0) == words.text.length
                && Arrays.equals(words.text, Letters.toBytes(text))
                && Letters.isWellFormed(text);
    }

    private static byte[] folded() {
        byte[] folded = new byte[256];
        for (int c = 0; c < folded.length; c++) {
            folded[c] = SEPARATORS.indexOf(c) >= 0 ? SEPARATOR : (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        return folded;
    }
}
