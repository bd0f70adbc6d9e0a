package dev.verdict.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class ImdbReviewsTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadHalvesAndLabelsOfArchive() throws IOException {
        // Given
        var archive = write(ImdbFiles.small().tarGz());

        // When
        var dataset = ReviewDatasets.read(archive);

        // Then
        assertThat(dataset.training())
                .extracting(LabelledReview::id, LabelledReview::text, LabelledReview::positive)
                .containsExactly(tuple("train/pos/9_7", "Good.", true), tuple("train/neg/1_1", "Bad.", false));
        assertThat(dataset.test())
                .extracting(LabelledReview::id, LabelledReview::text, LabelledReview::positive)
                .containsExactly(tuple("test/pos/0_10", "Grand.", true), tuple("test/neg/0_2", "Dull.", false));
    }

    @Test
    void shouldSortFileNamesAsStringsWhateverTheOrderOfTheArchive() throws IOException {
        // Given
        var archive = write(ImdbFiles.small()
                .with("aclImdb/train/pos/10_10.txt", "a")
                .with("aclImdb/train/pos/100_8.txt", "b")
                .with("aclImdb/train/pos/10_7.txt", "c")
                .with("aclImdb/train/pos/2_9.txt", "d")
                .with("aclImdb/train/pos/10_1.txt", "e")
                .tarGz());

        // When
        var dataset = ReviewDatasets.read(archive);

        // Then
        assertThat(dataset.training())
                .extracting(LabelledReview::id)
                .containsExactly(
                        "train/pos/100_8", // '0' stands before '_'
                        "train/pos/10_1",
                        "train/pos/10_10",
                        "train/pos/10_7",
                        "train/pos/2_9",
                        "train/pos/9_7",
                        "train/neg/1_1");
    }

    @Test
    void shouldHaveSameHashPackedAndUnpacked() throws IOException {
        // Given
        var archive = write(ImdbFiles.small().tarGz());
        var plainTar =
                Files.write(folder.resolve("reviews.tar"), ImdbFiles.small().tar());
        var unpacked = ImdbFiles.small().unpackInto(folder.resolve("unpacked"));

        // When
        var fromArchive = ReviewDatasets.read(archive);

        // Then
        assertThat(ReviewDatasets.read(plainTar)).isEqualTo(fromArchive);
        assertThat(ReviewDatasets.read(unpacked)).isEqualTo(fromArchive);
        assertThat(ReviewDatasets.read(unpacked.resolve("aclImdb"))).isEqualTo(fromArchive);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "aclImdb/train/unsup/0_0.txt",
                "aclImdb/train/urls_pos.txt",
                "aclImdb/train/pos/README",
                "aclImdb/train/pos/._0_9.txt",
                "aclImdb/train/pos/0_9.txt.bak",
                "aclImdb/train/pos/more/0_9.txt",
                "aclImdb/retrain/pos/0_9.txt",
                "aclImdb/labeledBow.feat",
                "../train/pos/0_9.txt",
                "../../etc/train/pos/0_9.txt",
                "aclImdb/../train/pos/0_9.txt",
                "aclImdb/train/pos/../../0_9.txt"
            })
    void shouldIgnoreEntryWhenItIsNoLabelledReview(String name) throws IOException {
        // Given
        var archive = write(ImdbFiles.small().with(name, "Something else").tarGz());

        // When
        var dataset = ReviewDatasets.read(archive);

        // Then
        assertThat(dataset.training()).hasSize(2);
        assertThat(dataset.test()).hasSize(2);
    }

    @Test
    void shouldWriteNothingWhenReadingArchive() throws IOException {
        // Given
        var archive = write(
                ImdbFiles.small().with("../outside/train/pos/0_9.txt", "Out").tarGz());

        // When
        ReviewDatasets.read(archive);

        // Then
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(archive);
        }
        assertThat(folder.resolveSibling("outside")).doesNotExist();
    }

    @Test
    void shouldIgnoreSymbolicLinkInArchive() throws IOException {
        // Given
        var archive = write(ImdbFiles.small()
                .withLink("aclImdb/train/pos/5_9.txt", "/etc/hostname")
                .tarGz());

        // When
        var dataset = ReviewDatasets.read(archive);

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::id).doesNotContain("train/pos/5_9");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"train/pos/0_9.txt", "./train/pos/0_9.txt", "a/b/train/pos/0_9.txt"})
    void shouldReadReviewWhateverFolderHoldsIt(String name) throws IOException {
        // Given
        var archive = write(ImdbFiles.small().with(name, "Fine.").tarGz());

        // When
        var dataset = ReviewDatasets.read(archive);

        // Then
        assertThat(dataset.training()).extracting(LabelledReview::id).contains("train/pos/0_9");
    }

    @Test
    void shouldReplaceMalformedBytesAndChangeNothingElse() throws IOException {
        // Given
        byte[] text = {' ', (byte) 0xe9, 't', (byte) 0xc3, (byte) 0xa9, '\r', '\n', 0x7f, ' '};
        var archive =
                write(ImdbFiles.small().with("aclImdb/train/pos/0_9.txt", text).tarGz());

        // When
        var dataset = ReviewDatasets.read(archive);

        // Then
        assertThat(dataset.training().getFirst().text()).isEqualTo(" \ufffdt\u00e9\r\n\u007f ");
    }

    @Test
    void shouldReadArchiveWithoutTestHalf() throws IOException {
        // Given
        var archive = write(new ImdbFiles()
                .with("train/pos/0_9.txt", "Good.")
                .with("train/neg/0_1.txt", "Bad.")
                .tarGz());

        // When
        var dataset = ReviewDatasets.read(archive);

        // Then
        assertThat(dataset.test()).isEmpty();
    }

    @Test
    void shouldRefuseArchiveWhenReviewStandsTwice() throws IOException {
        assertRefused(
                ImdbFiles.small().with("copy/train/pos/9_7.txt", "Good.").tarGz(),
                "holds train/pos/9_7 twice: give an archive with one copy of aclImdb");
    }

    @Test
    void shouldRefuseArchiveWhenCutAnywhereInGzip() throws IOException {
        // Given
        var whole = ImdbFiles.small().tarGz();

        // Then
        for (int length = 20; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "ends too early");
        }
    }

    @Test
    void shouldRefuseArchiveWhenTarInGzipIsCut() throws IOException {
        // Given
        var tar = ImdbFiles.small()
                .with("aclImdb/train/pos/8_8.txt", "x".repeat(100_000))
                .tar();

        // Then
        assertRefused(ImdbFiles.gzip(Arrays.copyOf(tar, 50_000)), "cannot be read to its end");
    }

    @Test
    void shouldRefuseArchiveWhenChecksumIsWrong() throws IOException {
        // Given
        var archive = ImdbFiles.small().tarGz();
        archive[archive.length - 8] ^= 1; // of the CRC

        // Then
        assertRefused(archive, "is damaged");
    }

    @Test
    void shouldRefuseArchiveWhenCompressedDataIsCorrupt() throws IOException {
        // Given
        var archive = ImdbFiles.small().tarGz();
        Arrays.fill(archive, 40, 60, (byte) 0xff);

        // Then
        assertRefused(archive, "give another copy");
    }

    @Test
    void shouldRefuseArchiveWhenItHoldsNoReviews() throws IOException {
        assertRefused(new ImdbFiles().with("aclImdb/README", "Nothing").tarGz(), "holds no reviews");
    }

    @Test
    void shouldRefuseArchiveWhenTrainingHasOneLabel() throws IOException {
        assertRefused(
                new ImdbFiles().with("train/pos/0_9.txt", "Good.").tarGz(),
                "all 1 training reviews are positive; add some that are negative");
    }

    @Test
    void shouldRefuseArchiveWhenTestHasOneLabel() throws IOException {
        assertRefused(
                new ImdbFiles()
                        .with("train/pos/0_9.txt", "Good.")
                        .with("train/neg/0_1.txt", "Bad.")
                        .with("test/neg/0_1.txt", "Bad.")
                        .tarGz(),
                "all 1 test reviews are negative; add some that are positive");
    }

    @Test
    void shouldRefuseArchiveWhenTrainingIsEmpty() throws IOException {
        assertRefused(
                new ImdbFiles()
                        .with("test/pos/0_9.txt", "Good.")
                        .with("test/neg/0_1.txt", "Bad.")
                        .tarGz(),
                "holds test reviews only");
    }

    @Test
    void shouldRefuseArchiveWhenReviewIsEmpty() throws IOException {
        assertRefused(
                ImdbFiles.small().with("aclImdb/train/pos/8_8.txt", "").tarGz(),
                ", train/pos/8_8: the text is empty; write one or leave the review out");
    }

    @Test
    void shouldReadReviewWhenAsLongAsAllowed() throws IOException {
        // Given
        var archive = write(ImdbFiles.small()
                .with("aclImdb/train/pos/0_9.txt", "x".repeat(CollectedReviews.MAX_REVIEW_BYTES))
                .tarGz());

        // When
        var dataset = ReviewDatasets.read(archive);

        // Then
        assertThat(dataset.training().getFirst().text()).hasSize(CollectedReviews.MAX_REVIEW_BYTES);
    }

    @Test
    void shouldRefuseArchiveWhenReviewIsLongerThanAllowed() throws IOException {
        assertRefused(
                ImdbFiles.small()
                        .with("aclImdb/train/pos/0_9.txt", "x".repeat(CollectedReviews.MAX_REVIEW_BYTES + 1))
                        .tarGz(),
                ", train/pos/0_9: a text of 1048577 bytes is no review; shorten it to 1048576 at most or leave it out");
    }

    @Test
    void shouldIgnoreOtherFilesOfFolder() throws IOException {
        // Given
        var unpacked = ImdbFiles.small()
                .with("aclImdb/train/pos/notes.txt", "Mine")
                .with("aclImdb/train/pos/7_7.txt/inner", "A folder named like a review")
                .with("aclImdb/train/unsup/0_0.txt", "Unlabelled")
                .unpackInto(folder);

        // When
        var dataset = ReviewDatasets.read(unpacked);

        // Then
        assertThat(dataset.training()).hasSize(2);
    }

    @Test
    void shouldRefuseFolderWhenReviewIsLongerThanAllowed() throws IOException {
        // Given
        var unpacked = ImdbFiles.small()
                .with("aclImdb/train/pos/0_9.txt", "x".repeat(CollectedReviews.MAX_REVIEW_BYTES + 1))
                .unpackInto(folder);

        // Then
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> ReviewDatasets.read(unpacked))
                .withMessageContaining("train/pos/0_9: a text of 1048577 bytes");
    }

    @Test
    void shouldRefuseFolderWhenEmpty() {
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> ReviewDatasets.read(folder))
                .withMessage(folder + " holds no folder train: give the unpacked aclImdb, with train and test in it");
    }

    @Test
    void shouldRefuseFolderWhenItHoldsNoReviews() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("aclImdb/train/pos"));

        // Then
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> ReviewDatasets.read(folder))
                .withMessageContaining("holds no reviews");
    }

    private Path write(byte[] archive) throws IOException {
        return Files.write(folder.resolve("aclImdb_v1.tar.gz"), archive);
    }

    private void assertRefused(byte[] archive, String message) throws IOException {
        var path = write(archive);
        assertThatExceptionOfType(DatasetException.class)
                .isThrownBy(() -> ReviewDatasets.read(path))
                .withMessageStartingWith(path.toString())
                .withMessageContaining(message);
    }
}
