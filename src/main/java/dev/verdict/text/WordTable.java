package dev.verdict.text;

import java.util.Arrays;

/**
 * Distinct words numbered from 0 in order of arrival. Those of up to eight bytes are told apart by a comparison of
 * numbers, longer ones byte by byte.
 *
 * <p>Open addressing with linear probing, at most half full. Safe for any number of readers once nothing is added.
 */
final class WordTable {
    static final int ABSENT = -1;

    private static final int INITIAL_WORDS = 1 << 10;
    /** 2^64 over the golden ratio, which spreads neighbours (Knuth, The Art of Computer Programming, 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private byte[] letters = new byte[8 * INITIAL_WORDS]; // UTF-8, one word after the other
    private int[] starts; // id -> where its letters begin; they end where the next word's begin
    private long[] keys; // slot -> its word's key, or 0
    private int[] ids; // slot -> id
    private int size;

    /** @param words for which there is room at once, at most a quarter full, so that most are found where they should be */
    WordTable(int words) {
        int slots = Integer.highestOneBit(Math.max(INITIAL_WORDS, words)) * 8;
        keys = new long[slots];
        ids = new int[slots];
        starts = new int[slots / 2 + 1];
    }

    /** Id of one of the words, or {@link #ABSENT}. */
    int find(Words words, int word) {
        long key = words.key(word);
        int mask = keys.length - 1;
        int slot = spread(key) & mask;
        while (keys[slot] != key || !isWord(ids[slot], words, word)) {
            if (keys[slot] == 0) {
                return ABSENT;
            }
            slot = slot + 1 & mask;
        }
        return ids[slot];
    }

    /** @param word with the same key */
    private boolean isWord(int id, Words words, int word) {
        int start = words.start(word);
        int end = words.end(word);
        return end - start <= Long.BYTES
                || Arrays.equals(letters, starts[id], starts[id + 1], words.bytes(), start, end);
    }

    /** Id of one of the words, which is added if it is new. */
    int findOrAdd(Words words, int word) {
        int found = find(words, word);
        if (found != ABSENT) {
            return found;
        }
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int from = starts[size];
        int length = words.end(word) - words.start(word);
        if (from + length > letters.length) {
            letters = Arrays.copyOf(letters, Math.max(2 * letters.length, from + length));
        }
        System.arraycopy(words.bytes(), words.start(word), letters, from, length);
        starts[size + 1] = from + length;
        claimSlot(words.key(word), size);
        return size++;
    }

    String word(int id) {
        return Letters.toString(letters, starts[id], starts[id + 1]);
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldIds = ids;
        keys = new long[2 * oldKeys.length];
        ids = new int[2 * oldIds.length];
        starts = Arrays.copyOf(starts, oldIds.length + 1);
        for (int slot = 0; slot < oldKeys.length; slot++) {
            if (oldKeys[slot] != 0) {
                claimSlot(oldKeys[slot], oldIds[slot]);
            }
        }
    }

    private void claimSlot(long key, int id) {
        int mask = keys.length - 1;
        int slot = spread(key) & mask;
        while (keys[slot] != 0) {
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        ids[slot] = id;
    }

    private static int spread(long key) {
        return (int) ((key ^ key >>> Integer.SIZE) * SPREAD >>> Integer.SIZE);
    }
}
