package dev.verdict.stream;

import dev.verdict.review.RejectionReason;
import dev.verdict.stream.ScoringOutcome.Rejected;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Collects the records of a partition until a batch is full or its first record has waited long enough, scores them together
 * and forwards what came of them in their order; key, headers and timestamp stay as they are. Each waiting record is also in a
 * slot of the {@link BatchStore}, so that it is read back by whoever takes the partition over. While the {@link Breaker} is
 * open, records wait.
 */
final class ScoringProcessor extends ContextualProcessor<byte[], byte[], byte[], ScoringOutcome> {
    private final Supplier<BatchScorer> scorers;
    private final BatchScoring scoring;
    private final int batchSize;
    private final Duration batchWait;
    private final Breaker breaker;
    private final ScoringMetrics metrics;
    private final StreamTracing tracing;

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private KeyValueStore<Integer, SourceRecord> slots;
    private int nextSlot;
    private Cancellable timer;

    /** @param since when it came, by {@link System#nanoTime()} */
    private record Waiting(int slot, SourceRecord message, long since) {}

    /** @param scorers gives the scorer of the moment; asked once a batch */
    ScoringProcessor(
            Supplier<BatchScorer> scorers,
            BatchScoring scoring,
            StreamConfig config,
            Breaker breaker,
            ScoringMetrics metrics,
            StreamTracing tracing) {
        this.scorers = scorers;
        this.scoring = scoring;
        this.batchSize = config.batchSize();
        this.batchWait = config.batchWait();
        this.breaker = breaker;
        this.metrics = metrics;
        this.tracing = tracing;
    }

    @Override
    public void init(ProcessorContext<byte[], ScoringOutcome> context) {
        super.init(context);
        slots = context.getStateStore(BatchStore.NAME);
        try (KeyValueIterator<Integer, SourceRecord> stored = slots.all()) {
            stored.forEachRemaining(slot -> keep(slot.key, slot.value));
        }
        if (!waiting.isEmpty()) {
            startTimer();
        }
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        SourceRecord source =
                SourceRecord.of(message, context().recordMetadata().orElseThrow());
        if (source.bytes() > BatchStore.LARGEST_RECORD) {
            processAlone(source);
            return;
        }
        slots.put(nextSlot, source);
        keep(nextSlot, source);
        if (waiting.size() >= batchSize) {
            drain();
        } else if (timer == null) {
            startTimer();
        }
    }

    private void keep(int slot, SourceRecord source) {
        waiting.add(new Waiting(slot, source, System.nanoTime()));
        nextSlot = slot + 1;
    }

    /** Behind those that wait, and without a slot: if it must wait, the stream goes back to its last commit instead. */
    private void processAlone(SourceRecord source) {
        drain();
        if (!waiting.isEmpty() || !writes(List.of(new Waiting(nextSlot, source, System.nanoTime())))) {
            throw new PausedStreamException("the stream pauses, and the record at offset " + source.offset() + " of "
                    + source.topic() + "-" + source.partition() + " is too large to wait; it is read again");
        }
    }

    private void drain() {
        stopTimer();
        while (!waiting.isEmpty()) {
            List<Waiting> batch = waiting.stream().limit(batchSize).toList();
            if (!writes(batch)) {
                if (breaker.state() == Breaker.State.OPEN) {
                    startTimer(); // goes off when the stream goes on
                }
                return;
            }
            for (Waiting written : batch) {
                slots.delete(written.slot());
                waiting.remove();
            }
        }
        nextSlot = 0;
    }

    /** @return false if the batch must wait */
    private boolean writes(List<Waiting> batch) {
        if (breaker.state() == Breaker.State.OPEN) {
            return false;
        }
        BatchScorer scorer = scorers.get();
        List<SourceRecord> messages = batch.stream().map(Waiting::message).toList();
        long start = System.nanoTime();
        List<ScoringOutcome> outcomes = scoring.score(messages, scorer);
        long nanos = System.nanoTime() - start;
        List<Rejected> rejected = outcomes.stream()
                .filter(Rejected.class::isInstance)
                .map(Rejected.class::cast)
                .toList();
        int failed = (int) rejected.stream()
                .filter(dead -> dead.reason() == RejectionReason.SCORING_FAILED)
                .count();
        if (!breaker.admits(batch.size(), rejected.size(), failed)) {
            return false;
        }
        metrics.batch(batch.size(), start - batch.getFirst().since(), nanos);
        for (int i = 0; i < batch.size(); i++) {
            SourceRecord source = messages.get(i);
            ScoringOutcome outcome = outcomes.get(i);
            metrics.written(source, outcome);
            Headers headers = tracing.headersOf(source, outcome, batch.get(i).since());
            context().forward(new Record<>(source.key(), outcome, source.timestamp(), headers));
        }
        return true;
    }

    private void startTimer() {
        timer = context().schedule(batchWait, PunctuationType.WALL_CLOCK_TIME, _ -> drain());
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
