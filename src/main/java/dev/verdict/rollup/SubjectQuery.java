package dev.verdict.rollup;

import java.time.Instant;

/**
 * Which subjects are asked for.
 *
 * @param window name of the size of windows that change and history are of
 * @param now the windows that have ended by then are compared
 * @param limit most subjects
 * @param history most windows of each subject, the last ones
 */
public record SubjectQuery(
        SubjectOrder order, String window, Instant now, SubjectCursor after, int limit, int history) {}
