package dev.verdict.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Reviews to train on and reviews to measure on.
 *
 * <p>The hash names the content, not the file: the original archive, a repacked one, the unpacked folder and a CSV of
 * the same reviews in the same order have the same. It is taken over the training half, then the test half; of each the
 * number of reviews, then for each review a label byte (1 = positive, 0 = negative), the number of bytes of its text in
 * UTF-8, and those bytes. Numbers are 4 bytes, big-endian. Ids do not count. The constructor takes the hash as given;
 * {@link #of} computes it.
 *
 * @param sha256 64 lower-case hex digits
 */
public record ReviewDataset(List<LabelledReview> training, List<LabelledReview> test, String sha256) {
    public ReviewDataset {
        training = List.copyOf(training);
        test = List.copyOf(test);
        Sha256.requireHex(sha256);
    }

    /** The data set of these reviews in this order, with their hash. */
    public static ReviewDataset of(List<LabelledReview> training, List<LabelledReview> test) {
        return new ReviewDataset(training, test, Sha256.ofReviews(training, test));
    }

    /**
     * A data set whose test half is not empty: this one if it has test reviews, else one with a share of the training
     * reviews of each label moved into the test half. The seed decides which; both halves keep their order. As the
     * halves differ, so does the hash.
     *
     * @param share in (0, 1); rounded, but at least one review of each label goes and at least one stays
     * @throws DatasetException if a label has fewer than two reviews to part
     */
    public ReviewDataset withTestHeldOut(double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must lie between 0 and 1, not " + share);
        }
        if (!test.isEmpty()) {
            return this;
        }
        var random = new Random(seed); // its algorithm is specified, so a seed means the same on every JDK
        var heldOut = new boolean[training.size()];
        holdOut(true, share, random, heldOut);
        holdOut(false, share, random, heldOut);
        var kept = new ArrayList<LabelledReview>();
        var taken = new ArrayList<LabelledReview>();
        for (int i = 0; i < heldOut.length; i++) {
            (heldOut[i] ? taken : kept).add(training.get(i));
        }
        return of(kept, taken);
    }

    private void holdOut(boolean positive, double share, Random random, boolean[] heldOut) {
        var candidates = positions(positive);
        if (candidates.length < 2) {
            throw new DatasetException(
                    "Of %d %s reviews none can be held out to test on: give at least two of each label"
                            .formatted(candidates.length, positive ? "positive" : "negative"));
        }
        int count = Math.clamp(Math.round(share * candidates.length), 1, candidates.length - 1);
        for (int i = 0; i < count; i++) { // the first steps of a Fisher-Yates shuffle
            int drawn = i + random.nextInt(candidates.length - i);
            heldOut[candidates[drawn]] = true;
            candidates[drawn] = candidates[i];
        }
    }

    private int[] positions(boolean positive) {
        return IntStream.range(0, training.size())
                .filter(i -> training.get(i).positive() == positive)
                .toArray();
    }

    /** Counts and hash; the texts of a data set are no matter for a log. */
    @Override
    public String toString() {
        return "ReviewDataset[training=%d, test=%d, sha256=%s]".formatted(training.size(), test.size(), sha256);
    }
}
