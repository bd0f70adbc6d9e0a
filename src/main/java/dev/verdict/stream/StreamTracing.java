package dev.verdict.stream;

import org.apache.kafka.common.header.Headers;

/** Ties what becomes of a record to the trace that the record is part of. Implementations are thread-safe. */
interface StreamTracing {
    /** Leaves headers as they are. */
    StreamTracing OFF = (source, _, _) -> source.headers();

    /**
     * The headers of what is written for the record.
     *
     * @param since when the record came, by {@link System#nanoTime()}
     */
    Headers headersOf(SourceRecord source, ScoringOutcome outcome, long since);

    /** At most so many are added to a record's headers. */
    default int headerBytes() {
        return 0;
    }
}
