package dev.verdict.inference;

import dev.verdict.text.TokenSequence;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Sequences of random indices. */
final class TestSequences {
    private TestSequences() {}

    /** Sequences with 0, 1, 2, ... pads, over and over, in a random order of their contents. */
    static List<TokenSequence> ofEveryLength(int count, int steps, int indexCount, long seed) {
        var random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> withPads(random, indexCount, steps, i * 37 % (steps + 1)))
                .toList();
    }

    static TokenSequence withPads(RandomGenerator random, int indexCount, int steps, int padding) {
        int[] indices = new int[steps];
        for (int step = padding; step < steps; step++) {
            indices[step] = random.nextInt(1, indexCount);
        }
        return of(indices);
    }

    static TokenSequence of(int... indices) {
        int padding = 0;
        while (padding < indices.length && indices[padding] == 0) {
            padding++;
        }
        int words = indices.length - padding;
        return new TokenSequence(indices, padding, words, words, false);
    }
}
