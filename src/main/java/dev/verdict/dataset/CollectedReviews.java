package dev.verdict.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reviews as they are read from one source, with the bounds that keep a wrong file from filling the memory. */
final class CollectedReviews {
    /** Choice: 75 times the longest IMDB review, which has 13,704 bytes. */
    static final int MAX_REVIEW_BYTES = 1 << 20;

    /** Choice: 100 times IMDB; at its average length they need a heap of about 8 GB. */
    static final int MAX_REVIEWS = 5_000_000;

    private final Path source;
    private final int maxReviews;
    private final Map<Half, List<LabelledReview>> halves = new EnumMap<>(Half.class);

    CollectedReviews(Path source) {
        this(source, MAX_REVIEWS);
    }

    CollectedReviews(Path source, int maxReviews) {
        this.source = source;
        this.maxReviews = maxReviews;
        for (var half : Half.values()) {
            halves.put(half, new ArrayList<>());
        }
    }

    /** @param where the line or the entry that the review stands in, for messages */
    void add(Half half, String where, String id, String text, boolean positive) {
        if (text.isBlank()) {
            throw new DatasetException(
                    "%s, %s: the text is empty; write one or leave the review out".formatted(source, where));
        }
        if (text.length() > MAX_REVIEW_BYTES / 3) { // a char is three bytes at most
            requireSize(where, text.getBytes(UTF_8).length);
        }
        if (training().size() + test().size() >= maxReviews) {
            throw new DatasetException(
                    "%s holds more than %d reviews: give a file with fewer".formatted(source, maxReviews));
        }
        halves.get(half).add(new LabelledReview(id, text, positive));
    }

    void requireSize(String where, long sizeBytes) {
        if (sizeBytes > MAX_REVIEW_BYTES) {
            throw new DatasetException(
                    "%s, %s: a text of %d bytes is no review; shorten it to %d at most or leave it out"
                            .formatted(source, where, sizeBytes, MAX_REVIEW_BYTES));
        }
    }

    /** The reviews in the order they came in. */
    ReviewDataset toDataset() {
        return toDataset(UnaryOperator.identity());
    }

    /** The reviews of each half in the given order, whatever order they came in. */
    ReviewDataset toDataset(Comparator<LabelledReview> order) {
        return toDataset(half -> half.stream().sorted(order).toList());
    }

    private ReviewDataset toDataset(UnaryOperator<List<LabelledReview>> arrange) {
        if (training().isEmpty() && test().isEmpty()) {
            throw new DatasetException(
                    source + " holds no reviews: give the aclImdb archive, its folder, or a file of texts and labels");
        }
        return ReviewDataset.of(arrange.apply(training()), arrange.apply(test()));
    }

    private List<LabelledReview> training() {
        return halves.get(Half.TRAIN);
    }

    private List<LabelledReview> test() {
        return halves.get(Half.TEST);
    }
}
