package dev.verdict.report;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.review.Label;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A review that the network got wrong.
 *
 * @param text as written
 * @param positive what is true
 * @param probability P(positive) that the network gave
 */
public record Mistake(String reviewId, String text, boolean positive, double probability) {
    /** The network reads the last words of a long review, so its end is shown as well as its beginning. */
    private static final int BEGINNING = 140;

    private static final int END = 220;

    /**
     * The mistakes that the network was surest of, the surest first; in the order of the reviews where it was equally
     * sure.
     *
     * @param probabilities P(positive), at the place of the review
     */
    public static List<Mistake> mostConfident(List<LabelledReview> reviews, double[] probabilities, int count) {
        return IntStream.range(0, probabilities.length)
                .filter(i -> (Label.of(probabilities[i]) == Label.POSITIVE)
                        != reviews.get(i).positive())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(probabilities[i] - 0.5)))
                .limit(count)
                .map(i -> {
                    LabelledReview review = reviews.get(i);
                    return new Mistake(review.id(), review.text(), review.positive(), probabilities[i]);
                })
                .toList();
    }

    /** The text if it is short, else how it begins and ends, in whole words; line breaks of either kind are spaces. */
    String excerpt() {
        String flat =
                text.replaceAll("(?i)<br\\s*/?>", " ").replaceAll("\\s+", " ").strip();
        int length = flat.codePointCount(0, flat.length());
        if (length <= BEGINNING + END) {
            return flat;
        }
        String beginning = flat.substring(0, flat.offsetByCodePoints(0, BEGINNING));
        String end = flat.substring(flat.offsetByCodePoints(0, length - END));
        return beginning.replaceFirst(" [^ ]*$", "") + " \u2026 " + end.replaceFirst("^[^ ]* ", "");
    }
}
