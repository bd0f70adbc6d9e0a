package dev.verdict.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of subjects ended: the next has those of a greater rank, and of the same rank those that come later by name. What
 * changes its place between two pages can be seen twice or not at all.
 */
public record SubjectCursor(double rank, String subject) implements Comparable<SubjectCursor> {
    /** Before all subjects. */
    public static final SubjectCursor START = new SubjectCursor(Double.NEGATIVE_INFINITY, "");

    /** @return empty if that was not made by {@link #toString} */
    public static Optional<SubjectCursor> parse(String text) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), UTF_8);
            int end = decoded.indexOf(' ');
            double rank = end < 0 ? Double.NaN : Double.parseDouble(decoded.substring(0, end));
            return Double.isNaN(rank)
                    ? Optional.empty()
                    : Optional.of(new SubjectCursor(rank, decoded.substring(end + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(SubjectCursor other) {
        int byRank = Double.compare(rank, other.rank);
        return byRank == 0 ? subject.compareTo(other.subject) : byRank;
    }

    /** Of letters and digits that may stand in an address. */
    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((rank + " " + subject).getBytes(UTF_8));
    }
}
