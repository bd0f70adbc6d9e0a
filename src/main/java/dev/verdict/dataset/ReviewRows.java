package dev.verdict.dataset;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The reviews of a file that has one to a row, whatever the format of the row. */
final class ReviewRows {
    private static final Set<String> POSITIVE_LABELS = Set.of("positive", "pos", "1", "true");
    private static final Set<String> NEGATIVE_LABELS = Set.of("negative", "neg", "0", "false");

    private static final int LONGEST_QUOTE = 40;

    private final Path source;
    private final CollectedReviews reviews;

    ReviewRows(Path source) {
        this.source = source;
        this.reviews = new CollectedReviews(source);
    }

    /**
     * @param id empty for none: the line is the id then
     * @param split empty for none: the review is to train on then
     */
    void add(long line, String id, String text, String label, String split) {
        reviews.add(
                half(line, split), "line " + line, id.isBlank() ? "line " + line : id, text, isPositive(line, label));
    }

    ReviewDataset toDataset() {
        return reviews.toDataset();
    }

    DatasetException rejected(long line, String sentence) {
        return new DatasetException("%s, line %d: %s".formatted(source, line, sentence));
    }

    DatasetException rejected(long line, String sentence, Throwable cause) {
        return new DatasetException("%s, line %d: %s".formatted(source, line, sentence), cause);
    }

    /** In quotes, and cut: what stands in the wrong column may be a whole review. */
    static String quote(String value) {
        return value.length() <= LONGEST_QUOTE ? "'" + value + "'" : "'" + value.substring(0, LONGEST_QUOTE) + "...'";
    }

    private boolean isPositive(long line, String label) {
        var name = label.strip().toLowerCase(Locale.ROOT);
        if (!POSITIVE_LABELS.contains(name) && !NEGATIVE_LABELS.contains(name)) {
            throw rejected(
                    line,
                    "the label is %s; write POSITIVE or NEGATIVE (or pos/neg, 1/0, true/false)"
                            .formatted(quote(label)));
        }
        return POSITIVE_LABELS.contains(name);
    }

    private Half half(long line, String split) {
        if (split.isBlank()) {
            return Half.TRAIN;
        }
        return Half.named(split)
                .orElseThrow(() -> rejected(line, "the split is %s; write train or test".formatted(quote(split))));
    }
}
