package dev.verdict.live;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far a topic was read: the last offset of each partition. It means the same to every instance, so that a listener can
 * come back to any. Immutable.
 */
public final class FeedPosition {
    /** Nothing was read. */
    static final FeedPosition START = new FeedPosition(new int[0], new long[0]);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}-\\d{1,18})(\\.\\d{1,9}-\\d{1,18}){0,9999}");

    // Arrays, as there is a position for every sentiment: the next one shares the partitions and copies the offsets.
    private final int[] partitions; // ascending
    private final long[] offsets;

    private FeedPosition(int[] partitions, long[] offsets) {
        this.partitions = partitions;
        this.offsets = offsets;
    }

    /** @param text as {@link #toString} gives it */
    public static Optional<FeedPosition> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        for (String part : text.split("\\.")) {
            int dash = part.indexOf('-');
            offsets.put(Integer.valueOf(part.substring(0, dash)), Long.valueOf(part.substring(dash + 1)));
        }
        return Optional.of(new FeedPosition(
                offsets.keySet().stream().mapToInt(Integer::intValue).toArray(),
                offsets.values().stream().mapToLong(Long::longValue).toArray()));
    }

    FeedPosition with(int partition, long offset) {
        int index = Arrays.binarySearch(partitions, partition);
        if (index >= 0) {
            long[] moved = offsets.clone();
            moved[index] = offset;
            return new FeedPosition(partitions, moved);
        }
        int before = -index - 1;
        int[] morePartitions = Arrays.copyOf(partitions, partitions.length + 1);
        long[] moreOffsets = Arrays.copyOf(offsets, offsets.length + 1);
        System.arraycopy(partitions, before, morePartitions, before + 1, partitions.length - before);
        System.arraycopy(offsets, before, moreOffsets, before + 1, offsets.length - before);
        morePartitions[before] = partition;
        moreOffsets[before] = offset;
        return new FeedPosition(morePartitions, moreOffsets);
    }

    /** Whether the record was read before this position. */
    boolean isPast(int partition, long offset) {
        int index = Arrays.binarySearch(partitions, partition);
        return (index >= 0 ? offsets[index] : -1) >= offset;
    }

    /** Whether something of {@code earlier} may lie beyond this position, that is: was not read yet. */
    boolean isBehind(Map<Integer, Long> earlier) {
        return earlier.entrySet().stream().anyMatch(entry -> !isPast(entry.getKey(), entry.getValue()));
    }

    @Override
    public String toString() {
        return IntStream.range(0, partitions.length)
                .mapToObj(i -> partitions[i] + "-" + offsets[i])
                .collect(Collectors.joining("."));
    }
}
