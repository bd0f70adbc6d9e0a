package dev.verdict.bench;

import java.util.List;

final class Median {
    private Median() {}

    /** The middle value; the upper one of two. */
    static double of(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
