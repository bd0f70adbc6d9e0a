package dev.verdict.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;

class JsonLinesReviewsTest {
    private static final String GOOD = "{\"text\": \"Good.\", \"label\": \"POSITIVE\"}\n";

    @Test
    void shouldReadFieldsInWhateverOrder() throws IOException {
        // When
        var dataset = read("""
                {"id": "a", "text": "Good,\\n\\"very\\" good.", "label": "POSITIVE", "subject": {"title": "Alien"}}

                {"split": "test", "label": "neg", "text": "Dull.", "id": 7}
                {"label": "pos", "text": "Grand.", "split": "test"}
                {"label": "neg", "text": "Bad.", "id": null, "split": null}
                """);

        // Then
        assertThat(dataset.training())
                .extracting(LabelledReview::id, LabelledReview::text, LabelledReview::positive)
                .containsExactly(tuple("a", "Good,\n\"very\" good.", true), tuple("line 5", "Bad.", false));
        assertThat(dataset.test()).extracting(LabelledReview::id).containsExactly("7", "line 4");
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"true, false", "1, 0", "\"1\", \"0\"", "\"Positive\", \"negative\""})
    void shouldUnderstandLabels(String positive, String negative) throws IOException {
        // When
        var dataset = read("{\"text\": \"Good.\", \"label\": %s}\n{\"text\": \"Bad.\", \"label\": %s}"
                .formatted(positive, negative));

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::positive).containsExactly(true, false);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"{\"text\": \"Bad.\"", "Bad.,0", "{\"text\": \"Bad.\", \"label\": 0} {}", "{'text': 'Bad.'}"})
    void shouldRefuseLineWhenNotJson(String line) {
        assertRefused(GOOD + "\n" + line, "line 3: this is not JSON; write one object to a line, with text and label");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"[{\"text\": \"Bad.\", \"label\": 0}]", "17", "null"})
    void shouldRefuseLineWhenNoObject(String line) {
        assertRefused(
                GOOD + line, "line 2: this is JSON but no object; write one object to a line, with text and label");
    }

    @ParameterizedTest(name = "{0} lacks {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"review\": \"Bad.\", \"label\": 0}           | text",
                "{\"text\": null, \"label\": 0}                 | text",
                "{\"text\": \"Bad.\", \"sentiment\": 0}         | label",
            })
    void shouldRefuseObjectWhenFieldIsMissing(String line, String field) {
        assertRefused(GOOD + line, "line 2: the object has no field %s; each needs text and label".formatted(field));
    }

    @Test
    void shouldRefuseTextWhenNoString() {
        assertRefused(
                "{\"text\": 17, \"label\": 0}", "line 1: the field text is not a string; put it in double quotes");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"\"meh\", meh", "2, 2", "0.5, 0.5", "[1], ''"})
    void shouldRefuseLabelWhenUnknown(String label, String quoted) {
        assertRefused(
                GOOD + "{\"text\": \"Bad.\", \"label\": " + label + "}",
                "line 2: the label is '%s'; write POSITIVE or NEGATIVE".formatted(quoted));
    }

    @Test
    void shouldRefuseLineWhenItHasNoEnd() {
        assertRefused(
                GOOD + "{\"text\": \"" + "x".repeat(5_000_000), "line 2: the row has no end within 4194304 characters");
    }

    @Test
    void shouldRefuseTextWhenLongerThanAllowed() {
        assertRefused(
                GOOD + "{\"text\": \"" + "x".repeat(CollectedReviews.MAX_REVIEW_BYTES + 1) + "\", \"label\": 0}",
                "line 2: a text of 1048577 bytes is no review");
    }

    @Test
    void shouldRefuseFileWhenItHasEmptyLinesOnly() {
        assertRefused("\n\n", "holds no reviews");
    }

    private static ReviewDataset read(String lines) throws IOException {
        return JsonLinesReviews.read(Path.of("reviews.jsonl"), new StringReader(lines));
    }

    private static void assertRefused(String lines, String message) {
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> read(lines))
                .withMessageStartingWith("reviews.jsonl")
                .withMessageContaining(message);
    }
}
