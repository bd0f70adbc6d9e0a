package dev.verdict.live;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a topic was read: the last offset of each partition. It means the same to every instance, so that a listener can
 * come back to any. Immutable.
 *
 * @param offsets partition -> offset
 */
public record FeedPosition(SortedMap<Integer, Long> offsets) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}-\\d{1,18})(\\.\\d{1,9}-\\d{1,18}){0,9999}");

    public FeedPosition {
        offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    }

    /** @param text as {@link #toString} gives it */
    public static Optional<FeedPosition> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        var offsets = new TreeMap<Integer, Long>();
        for (String part : text.split("\\.")) {
            int dash = part.indexOf('-');
            offsets.put(Integer.valueOf(part.substring(0, dash)), Long.valueOf(part.substring(dash + 1)));
        }
        return Optional.of(new FeedPosition(offsets));
    }

    FeedPosition with(int partition, long offset) {
        var moved = new TreeMap<>(offsets);
        moved.put(partition, offset);
        return new FeedPosition(moved);
    }

    /** Whether the record was read before this position. */
    boolean isPast(int partition, long offset) {
        return offsets.getOrDefault(partition, -1L) >= offset;
    }

    /** Whether something of {@code earlier} may lie beyond this position, that is: was not read yet. */
    boolean isBehind(Map<Integer, Long> earlier) {
        return earlier.entrySet().stream().anyMatch(entry -> !isPast(entry.getKey(), entry.getValue()));
    }

    @Override
    public String toString() {
        return offsets.entrySet().stream()
                .map(entry -> entry.getKey() + "-" + entry.getValue())
                .collect(Collectors.joining("."));
    }
}
