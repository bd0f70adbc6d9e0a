package dev.verdict.rollup;

import java.util.List;

/**
 * What an instance holds of a subject.
 *
 * @param total over all time; {@link Rollup#NONE} if there is nothing of that subject
 * @param windows those that have reviews, in order of time
 * @param behind records of the changelog that a copy has not taken over; null if this is no copy
 */
public record HeldHistory(Rollup total, List<HeldWindow> windows, Long behind) {}
