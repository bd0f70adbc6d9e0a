package dev.verdict.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.review.Label;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reviews that come with the program, from the test half of the Large Movie Review Dataset, as many positive ones as
 * negative, in mixed order.
 *
 * @see <a href="https://aclanthology.org/P11-1015/">Maas et al. 2011, Learning Word Vectors for Sentiment Analysis</a>
 */
public final class SampleReviews {
    private static final String RESOURCE = "/sample/imdb-test-sample.jsonl.gz";

    private SampleReviews() {}

    /**
     * A review whose sentiment is known.
     *
     * @param id its place in the data set, such as {@code test/pos/0_10}
     */
    public record SampleReview(String id, String text, Label label) {
        private static final Pattern STARS = Pattern.compile(".+_(\\d+)");

        /** How many of ten stars its writer gave, which the id tells; the data set does not name the films. */
        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        public String subject() {
            Matcher stars = STARS.matcher(id);
            return stars.matches() ? "rated " + stars.group(1) + " of 10" : "";
        }
    }

    public static List<SampleReview> read() {
        try (InputStream in = SampleReviews.class.getResourceAsStream(RESOURCE);
                var lines = new GZIPInputStream(in);
                MappingIterator<SampleReview> reviews =
                        new ObjectMapper().readerFor(SampleReview.class).readValues(lines)) {
            return List.copyOf(reviews.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException("the sample reviews in this build cannot be read", e);
        }
    }
}
