package dev.verdict.rollup;

/**
 * A window as an instance holds it.
 *
 * @param start in milliseconds since 1970
 */
public record HeldWindow(long start, Rollup rollup) {}
