package dev.verdict.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class ReviewDatasetsTest {
    private static final String CSV = "text,label\nGood.,1\nBad.,0\n";
    private static final String JSON_LINES = """
            {"text": "Good.", "label": true}
            {"text": "Bad.", "label": false}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reviews.csv", "REVIEWS.CSV", "reviews.csv.gz", "reviews.2011.csv"})
    void shouldReadCsvByItsName(String name) throws IOException {
        // Given
        var file = write(name, CSV.getBytes(UTF_8));

        // When
        var dataset = ReviewDatasets.read(file);

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::text).containsExactly("Good.", "Bad.");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reviews.csv", "reviews.csv.gz", "REVIEWS.CSV.GZ"})
    void shouldReadGzippedCsv(String name) throws IOException {
        // Given
        var file = write(name, ImdbFiles.gzip(CSV.getBytes(UTF_8)));

        // When
        var dataset = ReviewDatasets.read(file);

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::text).containsExactly("Good.", "Bad.");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reviews.jsonl", "reviews.ndjson", "reviews.json", "reviews.jsonl.gz"})
    void shouldReadJsonLinesByName(String name) throws IOException {
        // Given
        var file = write(name, JSON_LINES.getBytes(UTF_8));

        // When
        var dataset = ReviewDatasets.read(file);

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::text).containsExactly("Good.", "Bad.");
    }

    @Test
    void shouldReadGzippedJsonLines() throws IOException {
        // Given
        var file = write("reviews.jsonl.gz", ImdbFiles.gzip(JSON_LINES.getBytes(UTF_8)));

        // When
        var dataset = ReviewDatasets.read(file);

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::text).containsExactly("Good.", "Bad.");
    }

    @Test
    void shouldReadCsvWhenLongerThanTheBlockThatTellsArchives() throws IOException {
        // Given
        var file = write("reviews.csv", (CSV + "Bad.,0\n".repeat(1000)).getBytes(UTF_8));

        // When
        var dataset = ReviewDatasets.read(file);

        // Then
        assertThat(dataset.training()).hasSize(1002);
    }

    @Test
    void shouldHaveSameHashWhateverTheFormat() throws IOException {
        // Given
        var csv = write("reviews.csv", CSV.getBytes(UTF_8));
        var jsonLines = write("reviews.jsonl", JSON_LINES.getBytes(UTF_8));
        var archive = write(
                "reviews.tgz",
                new ImdbFiles()
                        .with("train/pos/0_9.txt", "Good.")
                        .with("train/neg/0_1.txt", "Bad.")
                        .tarGz());

        // When
        var hash = ReviewDatasets.read(csv).sha256();

        // Then
        assertThat(ReviewDatasets.read(jsonLines).sha256()).isEqualTo(hash);
        assertThat(ReviewDatasets.read(archive).sha256()).isEqualTo(hash);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"aclImdb_v1.tar.gz", "reviews.tgz", "reviews.gz", "download", "reviews.csv"})
    void shouldTellArchiveByItsContent(String name) throws IOException {
        // Given
        var file = write(name, ImdbFiles.small().tarGz());

        // When
        var dataset = ReviewDatasets.read(file);

        // Then
        assertThat(dataset.training()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reviews.csv", "reviews.jsonl"})
    void shouldPassOverByteOrderMark(String name) throws IOException {
        // Given
        var file = write(name, ("\ufeff" + (name.endsWith("csv") ? CSV : JSON_LINES)).getBytes(UTF_8));

        // When
        var dataset = ReviewDatasets.read(file);

        // Then
        assertThat(dataset.training()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reviews.csv", "reviews.jsonl"})
    void shouldReplaceMalformedBytes(String name) throws IOException {
        // Given
        var content = (name.endsWith("csv") ? CSV : JSON_LINES)
                .replace("Good", "\u00e9")
                .getBytes(ISO_8859_1);
        var file = write(name, content);

        // When
        var dataset = ReviewDatasets.read(file);

        // Then
        assertThat(dataset.training().getFirst().text()).isEqualTo("\ufffd.");
    }

    @Test
    void shouldRefusePathWhenMissing() {
        // Given
        var missing = folder.resolve("reviews.csv");

        // Then
        assertRefused(missing, " does not exist: give the path of a data set");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"aclImdb_v1.tar.gz", "reviews.csv", "reviews.jsonl", "reviews"})
    void shouldRefuseFileWhenEmpty(String name) throws IOException {
        // Given
        var file = write(name, new byte[0]);

        // Then
        assertRefused(file, " is empty: give a file with reviews in it");
    }

    @Test
    void shouldRefuseFileWhenGzipOfNothing() throws IOException {
        // Given
        var file = write("reviews.csv.gz", ImdbFiles.gzip(new byte[0]));

        // Then
        assertRefused(file, " is empty: give a file with reviews in it");
    }

    @Test
    void shouldRefuseCompressedCsvWhenCut() throws IOException {
        // Given
        var file = write("reviews.csv.gz", ImdbFiles.gzip(CSV.getBytes(UTF_8)), 8);

        // Then
        assertRefused(file, " ends too early, as after an interrupted download: get it again or give another copy");
    }

    @Test
    void shouldRefuseCompressedJsonLinesWhenCut() throws IOException {
        // Given
        var file = write("reviews.jsonl.gz", ImdbFiles.gzip(JSON_LINES.getBytes(UTF_8)), 8);

        // Then
        assertRefused(file, " ends too early, as after an interrupted download: get it again or give another copy");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"aclImdb_v1.tar.gz", "aclImdb_v1.tgz", "aclImdb_v1.tar"})
    void shouldRefuseFileWhenNamedLikeAnArchiveOnly(String name) throws IOException {
        // Given
        var file = write(name, "<html>Sign in to the network</html>".repeat(40).getBytes(UTF_8));

        // Then
        assertRefused(file, " holds no tar archive although its name says so: get it again or give another copy");
    }

    @Test
    void shouldRefuseFileWhenOfAnotherKind() throws IOException {
        // Given
        var file = write("reviews.xlsx", CSV.getBytes(UTF_8));

        // Then
        assertRefused(
                file, " is no known kind of data set: give the aclImdb archive, its folder, or a .csv or .jsonl file");
    }

    @Test
    void shouldRefuseToTrainWhenOnlyOneLabelIsThere() throws IOException {
        // Given
        var file = write("reviews.csv", "text,label\nBad.,0\nDull.,0\n".getBytes(UTF_8));

        // Then
        assertRefused(file, ": all 2 training reviews are negative; add some that are positive");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reviews.csv", "reviews.jsonl"})
    void shouldReadForEvaluationOnlyWhenAllReviewsAreToTestOn(String name) throws IOException {
        // Given
        var content = name.endsWith("csv") ? "split,text,label\ntest,Good.,1\ntest,Bad.,0\n" : """
                        {"text": "Good.", "label": 1, "split": "test"}
                        {"text": "Bad.", "label": 0, "split": "test"}
                        """;
        var file = write(name, content.getBytes(UTF_8));

        // When
        var dataset = ReviewDatasets.readForEvaluation(file);

        // Then
        assertThat(dataset.training()).isEmpty();
        assertThat(dataset.test()).extracting(LabelledReview::text).containsExactly("Good.", "Bad.");
        assertRefused(file, " holds test reviews only: add some to train on");
    }

    @Test
    void shouldReadForEvaluationWhenOnlyOneLabelIsThere() throws IOException {
        // Given
        var file = write("reviews.csv", "text,label\nGood.,1\n".getBytes(UTF_8));

        // Then
        assertThat(ReviewDatasets.readForEvaluation(file).training()).hasSize(1);
    }

    @Test
    void shouldRefuseToEvaluateWhenThereAreNoReviews() throws IOException {
        // Given
        var file = write("reviews.csv", "text,label\n".getBytes(UTF_8));

        // Then
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> ReviewDatasets.readForEvaluation(file))
                .withMessageContaining(" holds no reviews");
    }

    private static void assertRefused(Path path, String message) {
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> ReviewDatasets.read(path))
                .withMessage(path + message);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path write(String name, byte[] content, int bytesCut) throws IOException {
        return write(name, Arrays.copyOf(content, content.length - bytesCut));
    }
}
