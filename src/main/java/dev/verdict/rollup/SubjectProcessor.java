package dev.verdict.rollup;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Puts sentiments under the key of their subject, with what counts of them; what is no sentiment is passed over. */
final class SubjectProcessor extends ContextualProcessor<byte[], byte[], String, Observation> {
    private final RollupMetrics metrics;

    SubjectProcessor(RollupMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        CountedSentiment.read(message.value())
                .ifPresentOrElse(
                        sentiment -> context()
                                .forward(new Record<>(
                                        sentiment.subject(),
                                        sentiment.observation(),
                                        message.timestamp(),
                                        new RecordHeaders())),
                        metrics::unreadable);
    }
}
