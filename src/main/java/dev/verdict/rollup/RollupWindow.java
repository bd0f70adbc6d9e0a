package dev.verdict.rollup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size of tumbling windows. They begin at multiples of their size since 1970, so that days are UTC's.
 *
 * @param name as it was written, such as {@code 1h}
 * @param retention how long after its beginning a window is kept
 */
record RollupWindow(String name, Duration size, Duration retention) {
    static final int MOST_KEPT = 10_000;

    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,8})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    /**
     * @param grace how long after a window's end it is still counted in
     * @throws IllegalArgumentException naming what is wrong with one, or that two have the same name
     */
    static List<RollupWindow> parse(List<String> windows, Duration grace) {
        List<RollupWindow> parsed =
                windows.stream().map(window -> parse(window, grace)).toList();
        if (parsed.stream().map(RollupWindow::size).distinct().count() < parsed.size()) {
            throw new IllegalArgumentException("VERDICT_ROLLUP_WINDOWS names a size twice: " + windows);
        }
        return parsed;
    }

    private static RollupWindow parse(String window, Duration grace) {
        String[] parts = window.strip().split(":", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "VERDICT_ROLLUP_WINDOWS must name sizes and how long they are kept, such as 1h:2d, not \"" + window
                            + "\"");
        }
        Duration size = duration("VERDICT_ROLLUP_WINDOWS", parts[0]);
        Duration retention = duration("VERDICT_ROLLUP_WINDOWS", parts[1]);
        if (retention.compareTo(size.plus(grace)) < 0 || retention.dividedBy(size) > MOST_KEPT) {
            throw new IllegalArgumentException("VERDICT_ROLLUP_WINDOWS must keep windows for at least their size and"
                    + " VERDICT_ROLLUP_GRACE, and at most " + MOST_KEPT + " of them; not \"" + window + "\"");
        }
        return new RollupWindow(parts[0], size, retention);
    }

    /** @param setting that it is the value of, or part of it */
    static Duration duration(String setting, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    setting + " has \"" + text + "\" where a duration must be, such as 30s, 1m, 1h or 1d");
        }
        return UNITS.get(matcher.group(2)).multipliedBy(Integer.parseInt(matcher.group(1)));
    }

    /** Beginning of the window that the moment lies in; both in milliseconds since 1970. */
    long startOf(long time) {
        return time - Math.floorMod(time, size.toMillis());
    }

    Instant startOf(Instant time) {
        return Instant.ofEpochMilli(startOf(time.toEpochMilli()));
    }
}
