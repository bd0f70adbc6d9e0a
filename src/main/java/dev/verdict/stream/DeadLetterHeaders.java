package dev.verdict.stream;

import dev.verdict.stream.ScoringOutcome.Rejected;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Headers that a dead letter carries beside those of the record; every value is UTF-8 text. */
public final class DeadLetterHeaders {
    /** Name of a {@link dev.verdict.review.RejectionReason}. */
    public static final String REASON = "verdict.reason";

    public static final String DETAIL = "verdict.detail";
    public static final String SOURCE_TOPIC = "verdict.source.topic";
    public static final String SOURCE_PARTITION = "verdict.source.partition";
    public static final String SOURCE_OFFSET = "verdict.source.offset";
    /** The record's timestamp in milliseconds since 1970, which stays though the topic stamp dead letters with its own time. */
    public static final String SOURCE_TIMESTAMP = "verdict.source.timestamp";
    /** Size that the value had; only its beginning fitted into the dead letter. */
    public static final String TRUNCATED_BYTES = "verdict.truncated.bytes";
    /** Size that the key had; it and the record's own headers did not fit. */
    public static final String DROPPED_KEY_BYTES = "verdict.dropped.key.bytes";

    /**
     * How often the record was put back on its topic. It stays with the record, so that its next dead letter carries it
     * too, and its sentiment.
     */
    public static final String REPLAYS = "verdict.replays";

    /** Those that say why and where a record died; they go when it is put back. */
    public static final List<String> OF_ONE_DEATH = List.of(
            REASON,
            DETAIL,
            SOURCE_TOPIC,
            SOURCE_PARTITION,
            SOURCE_OFFSET,
            SOURCE_TIMESTAMP,
            TRUNCATED_BYTES,
            DROPPED_KEY_BYTES);

    private DeadLetterHeaders() {}

    /**
     * A copy of the record's headers with those of a dead letter. A record that died before and was sent again has some
     * already; they go.
     */
    static Headers with(Headers headers, Rejected rejected) {
        SourceRecord source = rejected.source();
        Headers copy = new RecordHeaders(headers);
        OF_ONE_DEATH.forEach(copy::remove);
        put(copy, REASON, rejected.reason().name());
        put(copy, DETAIL, rejected.detail());
        put(copy, SOURCE_TOPIC, source.topic());
        put(copy, SOURCE_PARTITION, Integer.toString(source.partition()));
        put(copy, SOURCE_OFFSET, Long.toString(source.offset()));
        put(copy, SOURCE_TIMESTAMP, Long.toString(source.timestamp()));
        return copy;
    }

    /** Adds a header with that text. */
    public static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
