package dev.verdict.network;

/**
 * A matrix inside an array, given by where its rows begin: element (i, j) is {@code values[offsets[i] + j]}. Rows may
 * lie anywhere and in any order. The arrays are not copied.
 */
record Rows(float[] values, int[] offsets) {
    /** Rows that lie one after the other, {@code stride} elements apart. */
    static Rows spaced(float[] values, int count, int from, int stride) {
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = from + i * stride;
        }
        return new Rows(values, offsets);
    }

    /** The same row, {@code count} times. */
    static Rows repeated(float[] values, int count, int from) {
        return spaced(values, count, from, 0);
    }
}
