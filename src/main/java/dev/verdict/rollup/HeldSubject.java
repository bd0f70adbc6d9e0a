package dev.verdict.rollup;

import java.util.List;

/**
 * A subject of a list, as an instance holds it.
 *
 * @param change of the mean probability between the last two windows that have ended, null if either has too few reviews
 * @param windows those of the latest that have reviews, in order of time
 */
public record HeldSubject(String subject, double rank, Rollup total, Double change, List<HeldWindow> windows) {
    SubjectCursor place() {
        return new SubjectCursor(rank, subject);
    }

    HeldSubject with(List<HeldWindow> latest) {
        return new HeldSubject(subject, rank, total, change, latest);
    }
}
