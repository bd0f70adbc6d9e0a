package dev.verdict.bench;

/** What a service does beside scoring, until it is closed. */
interface StreamCompanion extends AutoCloseable {
    /** @throws IllegalStateException if it has not gone on until now */
    String summary();

    @Override
    void close();
}
