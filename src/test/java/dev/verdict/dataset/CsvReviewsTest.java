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

class CsvReviewsTest {
    private static final String HEADER = "text,label\n";

    @Test
    void shouldReadQuotedTextAsWritten() throws IOException {
        // When
        var dataset = read(HEADER + "\" So \"\"good\"\",\r\nso <br /> good \",POSITIVE\nBad. ,NEGATIVE\n");

        // Then
        assertThat(dataset.training())
                .extracting(LabelledReview::text, LabelledReview::positive)
                .containsExactly(tuple(" So \"good\",\r\nso <br /> good ", true), tuple("Bad. ", false));
    }

    @Test
    void shouldNameReviewsByTheLineTheyBeginAt() throws IOException {
        // When
        var dataset = read(HEADER + "\"Good,\n\nvery good.\",1\n\nBad.,0\r\n\"So\nso\",0");

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::id).containsExactly("line 2", "line 6", "line 7");
    }

    @Test
    void shouldTakeIdAndSplitFromTheirColumns() throws IOException {
        // When
        var dataset = read("""
                split,id,label,text
                train,a,1,Good.
                TEST,b,1,Grand.
                test,c,0,Dull.
                Train,d,0,Bad.
                ,,0,Poor.
                """);

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::id).containsExactly("a", "d", "line 6");
        assertThat(dataset.test()).extracting(LabelledReview::id).containsExactly("b", "c");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Text,LABEL", " text , label ", "\"text\",\"label\"", "text,label,", "\n\ntext,label"})
    void shouldFindColumnsWhateverTheCaseOfTheHeader(String header) throws IOException {
        // Given
        var more = header.endsWith(",") ? "," : "";

        // When
        var dataset = read(header + "\nGood.,1" + more + "\nBad.,0" + more + "\n");

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::text).containsExactly("Good.", "Bad.");
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"POSITIVE, NEGATIVE", "positive, negative", "Pos, Neg", "1, 0", "true, FALSE", "' 1 ', ' 0 '"})
    void shouldUnderstandLabels(String positive, String negative) throws IOException {
        // When
        var dataset = read(HEADER + "Good.," + positive + "\nBad.," + negative + "\n");

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::positive).containsExactly(true, false);
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"meh", "2", "-1", "''", "yes"})
    void shouldRefuseLabelWhenUnknown(String label) {
        assertRefused(
                HEADER + "Good.,1\nBad.," + label + "\n",
                "line 3: the label is '%s'; write POSITIVE or NEGATIVE (or pos/neg, 1/0, true/false)".formatted(label));
    }

    @Test
    void shouldCutLongLabelInMessage() {
        assertRefused("label,text\n" + "x".repeat(50) + ",1\n", "the label is '" + "x".repeat(40) + "...'; write");
    }

    @Test
    void shouldRefuseSplitWhenUnknown() {
        assertRefused(
                "text,label,split\nGood.,1,validation\n", "line 2: the split is 'validation'; write train or test");
    }

    @Test
    void shouldRefuseTextWhenBlank() {
        assertRefused(HEADER + "Good.,1\n  ,0\n", "line 3: the text is empty; write one or leave the review out");
    }

    @ParameterizedTest(name = "{0} lacks {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "review,sentiment | text and label",
                "text,sentiment   | label",
                "review,label     | text",
                "text;label       | text and label",
            })
    void shouldRefuseHeaderWhenColumnsAreMissing(String header, String missing) {
        assertRefused(
                header + "\nGood.,1\n",
                "line 1: the header has no column %s but '%s'; name the columns text and label"
                        .formatted(missing, header));
    }

    @Test
    void shouldIgnoreOtherColumnsWhateverTheirNames() throws IOException {
        // When
        var dataset = read("text,,label,,note,note\nGood.,a,1,b,c,d\nBad.,a,0,b,c,d\n");

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::text).containsExactly("Good.", "Bad.");
    }

    @Test
    void shouldRefuseHeaderWhenColumnStandsTwice() {
        assertRefused("text,label,Text\nGood.,1,Good.\n", "line 1: the column 'text' stands twice; rename one");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {"Good, very good,1 | 3", "Good. | 1"})
    void shouldRefuseRowWhenColumnsAreMoreOrFewer(String row, int columns) {
        assertRefused(
                HEADER + row + "\n",
                "line 2: the row has %d columns, the header 2; put a text with commas in double quotes"
                        .formatted(columns));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"\"Bad.,0\n", "\"Bad \"ly\" made\",0\n"})
    void shouldRefuseRowWhenQuotesAreOpen(String row) {
        assertRefused(
                HEADER + "Good.,1\n" + row,
                "line 3: the row is not CSV; look for a quote that is not closed or not doubled");
    }

    @Test
    void shouldRefuseRowWhenItHasNoEnd() {
        assertRefused(
                HEADER + "Good.,1\n\"" + "Bad.,0\n".repeat(1_000_000),
                "line 3: the row has no end within 4194304 characters; look for a missing quote or line break");
    }

    @Test
    void shouldRefuseTextWhenLongerThanAllowed() {
        assertRefused(
                HEADER + "Good.,1\n" + "\u00e9".repeat(CollectedReviews.MAX_REVIEW_BYTES / 2 + 1) + ",0\n",
                "line 3: a text of 1048578 bytes is no review");
    }

    @ParameterizedTest(name = "rows: {index}")
    @ValueSource(strings = {"", "\n\n"})
    void shouldRefuseFileWhenItHasNoRows(String rows) {
        assertRefused(HEADER + rows, "holds no reviews");
    }

    private static ReviewDataset read(String csv) throws IOException {
        return CsvReviews.read(Path.of("reviews.csv"), new StringReader(csv));
    }

    private static void assertRefused(String csv, String message) {
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> read(csv))
                .withMessageStartingWith("reviews.csv")
                .withMessageContaining(message);
    }
}
