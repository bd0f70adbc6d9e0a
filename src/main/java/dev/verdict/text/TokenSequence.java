package dev.verdict.text;

import java.util.Arrays;

/**
 * A text as the network reads it.
 *
 * @param indices one index a time step: {@code padding} zeros, then the start index (unless it was cut off), then words
 * @param padding number of leading zeros
 * @param words words in the whole text
 * @param knownWords those of them that have an index of their own
 * @param truncated whether the text had more entries than time steps, so that its beginning was cut off
 */
public record TokenSequence(int[] indices, int padding, int words, int knownWords, boolean truncated) {

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenSequence(int[] otherIndices, int p, int w, int k, boolean t)
                && Arrays.equals(indices, otherIndices)
                && padding == p
                && words == w
                && knownWords == k
                && truncated == t;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(indices);
    }

    @Override
    public String toString() {
        return Arrays.toString(indices);
    }
}
