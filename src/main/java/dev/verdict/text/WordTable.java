package dev.verdict.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Distinct words numbered from 0 in order of arrival, found by a slice of a text without making a string of it.
 *
 * <p>Open addressing with linear probing, at most half full. Safe for any number of readers once nothing is added.
 */
final class WordTable {
    private static final int ABSENT = -1;
    private static final int INITIAL_SLOTS = 1 << 12;

    private final List<String> words = new ArrayList<>(); // id -> word
    private int[] hashes = new int[INITIAL_SLOTS / 2]; // id -> hash
    private int[] ids = emptySlots(INITIAL_SLOTS); // slot -> id or ABSENT

    /** Id of the word that stands in text[start, end), or -1. */
    int find(String text, int start, int end, int hash) {
        int mask = ids.length - 1;
        for (int slot = spread(hash) & mask; ids[slot] != ABSENT; slot = (slot + 1) & mask) {
            int id = ids[slot];
            if (hashes[id] == hash && isWord(words.get(id), text, start, end)) {
                return id;
            }
        }
        return ABSENT;
    }

    /** Id of the word that stands in text[start, end), which is added if it is new. */
    int findOrAdd(String text, int start, int end, int hash) {
        int found = find(text, start, end, hash);
        if (found != ABSENT) {
            return found;
        }
        if (words.size() == hashes.length) {
            grow();
        }
        int id = words.size();
        words.add(WordScanner.word(text, start, end));
        hashes[id] = hash;
        claimSlot(id);
        return id;
    }

    String word(int id) {
        return words.get(id);
    }

    int size() {
        return words.size();
    }

    private static boolean isWord(String word, String text, int start, int end) {
        if (word.length() != end - start) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != WordScanner.fold(text.charAt(start + i))) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, 2 * hashes.length);
        ids = emptySlots(2 * ids.length);
        for (int id = 0; id < words.size(); id++) {
            claimSlot(id);
        }
    }

    private void claimSlot(int id) {
        int mask = ids.length - 1;
        int slot = spread(hashes[id]) & mask;
        while (ids[slot] != ABSENT) {
            slot = (slot + 1) & mask;
        }
        ids[slot] = id;
    }

    /** The low bits of a polynomial hash say little of a word's first letters. */
    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }

    private static int[] emptySlots(int count) {
        int[] slots = new int[count];
        Arrays.fill(slots, ABSENT);
        return slots;
    }
}
