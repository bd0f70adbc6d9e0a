package dev.verdict.rollup;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What stands in the stores of a partition.
 *
 * @param windows those of one size
 * @param behind as in {@link HeldHistory}
 */
record PartitionView(
        ReadOnlyKeyValueStore<String, Rollup> allTime, ReadOnlyWindowStore<String, Rollup> windows, Long behind) {

    /** The windows that begin between the two moments, both inclusive. */
    HeldHistory history(String subject, Instant from, Instant to) {
        Rollup total = allTime.get(subject);
        return new HeldHistory(total == null ? Rollup.NONE : total, windows(subject, from, to), behind);
    }

    /**
     * The first subjects in the order that is asked for, one more than was asked for if there are more.
     *
     * @param window whose stores these are
     * @param minimum reviews of a window that may be compared
     */
    List<HeldSubject> subjects(SubjectQuery query, RollupWindow window, int minimum) {
        Instant last = window.startOf(query.now()).minus(window.size());
        Map<String, Double> changes = changes(last.minus(window.size()), last, minimum);
        var listed = new ArrayList<HeldSubject>();
        try (KeyValueIterator<String, Rollup> all = allTime.all()) {
            while (all.hasNext()) {
                KeyValue<String, Rollup> entry = all.next();
                Double change = changes.get(entry.key);
                if (query.order().lists(change)) {
                    double rank = query.order().rank(entry.value, change);
                    listed.add(new HeldSubject(entry.key, rank, entry.value, change, List.of()));
                }
            }
        }
        listed.removeIf(subject -> subject.place().compareTo(query.after()) <= 0);
        Instant since = window.startOf(query.now()).minus(window.size().multipliedBy(query.history()));
        return first(listed, query.limit() + 1).stream()
                .map(row -> query.history() == 0 ? row : row.with(windows(row.subject(), since, query.now())))
                .toList();
    }

    /** So many, in the order of their places. */
    static List<HeldSubject> first(Collection<HeldSubject> subjects, int limit) {
        return subjects.stream()
                .sorted(Comparator.comparing(HeldSubject::place))
                .limit(limit)
                .toList();
    }

    /** Subject -> how its mean changed from one window to the other, where both have reviews enough. */
    private Map<String, Double> changes(Instant before, Instant last, int minimum) {
        var means = new HashMap<String, Double>();
        var changes = new HashMap<String, Double>();
        forEach(before, minimum, means::put);
        forEach(last, minimum, (subject, mean) -> {
            if (means.containsKey(subject)) {
                changes.put(subject, mean - means.get(subject));
            }
        });
        return changes;
    }

    private void forEach(Instant start, int minimum, BiConsumer<String, Double> action) {
        try (KeyValueIterator<Windowed<String>, Rollup> found = windows.fetchAll(start, start)) {
            found.forEachRemaining(entry -> {
                if (entry.value.count() >= minimum) {
                    action.accept(entry.key.key(), entry.value.meanProbability());
                }
            });
        }
    }

    private List<HeldWindow> windows(String subject, Instant from, Instant to) {
        var held = new ArrayList<HeldWindow>();
        try (WindowStoreIterator<Rollup> found = windows.fetch(subject, from, to)) {
            found.forEachRemaining(entry -> held.add(new HeldWindow(entry.key, entry.value)));
        }
        return held;
    }
}
