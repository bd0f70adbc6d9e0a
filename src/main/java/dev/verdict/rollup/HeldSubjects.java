package dev.verdict.rollup;

import java.util.List;

/**
 * The first subjects of those that an instance holds.
 *
 * @param subjects one more than was asked for, if there are more
 * @param partitions that it has looked into
 * @param behind as in {@link HeldHistory}, of the copies among them together; null if there is none
 */
public record HeldSubjects(List<HeldSubject> subjects, List<Integer> partitions, Long behind) {}
