package dev.verdict.review;

/** Which way a review leans. */
public enum Label {
    POSITIVE,
    NEGATIVE;

    /** The label of a probability of being positive, in [0, 1]; one half and above is positive. */
    public static Label of(double probability) {
        return probability >= 0.5 ? POSITIVE : NEGATIVE;
    }
}
