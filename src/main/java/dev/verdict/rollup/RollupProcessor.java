package dev.verdict.rollup;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts each review over all time and in the windows that its timestamp lies in, and tells now and then what has changed. What is
 * still to be told stands in a store that is committed along, so that a crash neither loses nor doubles it.
 */
final class RollupProcessor extends ContextualProcessor<String, Observation, RollupKey, Rollup> {
    private final List<RollupWindow> windows;
    private final long graceMillis;
    private final int maxSubjects;
    private final Duration interval;
    private final RollupMetrics metrics;

    private final Map<String, WindowStore<String, Rollup>> stores = new LinkedHashMap<>(); // by the window's name
    private final Set<RollupKey> marked = new HashSet<>(); // what is known to be in the store of what has changed
    private KeyValueStore<String, Rollup> allTime;
    private KeyValueStore<RollupKey, byte[]> changed;
    private long subjects; // of the partition; the store does not count what is only in its cache

    RollupProcessor(RollupSettings settings, RollupMetrics metrics) {
        this.windows = settings.windows();
        this.graceMillis = settings.grace().toMillis();
        this.maxSubjects = settings.maxSubjects();
        this.interval = settings.interval();
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<RollupKey, Rollup> context) {
        super.init(context);
        allTime = context.getStateStore(RollupStores.ALL_TIME);
        changed = context.getStateStore(RollupStores.CHANGED);
        marked.clear(); // they may have been taken back
        subjects = allTime.approximateNumEntries();
        windows.forEach(window -> stores.put(window.name(), context.getStateStore(RollupStores.of(window))));
        context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::tell);
    }

    @Override
    public void process(Record<String, Observation> message) {
        String subject = message.key();
        Rollup known = allTime.get(subject);
        if (known == null) {
            if (subjects >= maxSubjects) {
                metrics.refused();
                return;
            }
            subjects++;
        }
        allTime.put(subject, (known == null ? Rollup.NONE : known).plus(message.value()));
        mark(RollupKey.ofAllTime(subject));
        windows.forEach(window -> count(message, window));
        metrics.counted();
    }

    private void count(Record<String, Observation> message, RollupWindow window) {
        long start = window.startOf(message.timestamp());
        long end = start + window.size().toMillis();
        if (end + graceMillis <= context().currentStreamTimeMs()) {
            metrics.late(window);
            return;
        }
        WindowStore<String, Rollup> store = stores.get(window.name());
        Rollup known = store.fetch(message.key(), start);
        store.put(message.key(), (known == null ? Rollup.NONE : known).plus(message.value()), start);
        mark(new RollupKey(message.key(), window.name(), start));
    }

    /** Once until it is told: putting it into the store again would change nothing, and costs as much as counting. */
    private void mark(RollupKey key) {
        if (marked.add(key)) {
            changed.put(key, RollupStores.mark());
        }
    }

    /** The topic keeps rollups by the time at which they were told: by their own, old windows would go at once. */
    private void tell(long now) {
        try (KeyValueIterator<RollupKey, byte[]> keys = changed.all()) {
            while (keys.hasNext()) {
                KeyValue<RollupKey, byte[]> entry = keys.next();
                Rollup rollup = find(entry.key);
                if (rollup != null) { // else its window was so old that it has left meanwhile
                    context().forward(new Record<>(entry.key, rollup, now, new RecordHeaders()));
                }
                changed.delete(entry.key);
            }
        }
        marked.clear();
    }

    private Rollup find(RollupKey key) {
        if (key.isOfAllTime()) {
            return allTime.get(key.subject());
        }
        WindowStore<String, Rollup> store = stores.get(key.window());
        return store == null ? null : store.fetch(key.subject(), key.start()); // null after a change of settings
    }
}
