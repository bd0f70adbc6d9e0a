package dev.verdict.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.commons.compress.archivers.tar.TarUtils;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads labelled reviews from whatever a user has them in.
 *
 * <ul>
 *   <li>the aclImdb archive (tar, gzipped or not), read as a stream: nothing is unpacked to disk;
 *   <li>its unpacked folder, or the folder that holds {@code aclImdb};
 *   <li>{@code .csv}: a header (in whatever case) with {@code text} and {@code label};
 *   <li>{@code .jsonl}, {@code .ndjson}, {@code .json}: an object per line with {@code text} and {@code label}.
 * </ul>
 *
 * <p>CSV and JSON lines may be gzipped. They may have an {@code id} (else it is {@code line 17}) and a {@code split},
 * {@code train} or {@code test} (else the review is to train on). Labels are POSITIVE/NEGATIVE, pos/neg, 1/0 or
 * true/false in whatever case. aclImdb comes in Keras's order before shuffling, files in their own order. Text is
 * UTF-8; malformed bytes become U+FFFD and nothing else is changed.
 */
public final class ReviewDatasets {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int TAR_BLOCK_BYTES = 512;
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final byte[] UTF8_BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private ReviewDatasets() {}

    /**
     * Reads what a model is to be trained on.
     *
     * @return at least one review of each label to train on; the test half may be empty
     * @throws DatasetException if the path is missing or unreadable, a review in it is not as described above (none is
     *     left out silently), or a half that should hold both labels does not
     */
    public static ReviewDataset read(Path path) {
        ReviewDataset dataset = readForEvaluation(path);
        if (dataset.training().isEmpty()) {
            throw new DatasetException(path + " holds test reviews only: add some to train on");
        }
        requireBothLabels(path, "training", dataset.training());
        requireBothLabels(path, "test", dataset.test());
        return dataset;
    }

    /**
     * Reads what a trained model is to be measured on.
     *
     * @return at least one review; a half may be empty or hold one label only
     * @throws DatasetException if the path is missing or unreadable, or a review in it is not as described above: none
     *     is left out silently
     */
    public static ReviewDataset readForEvaluation(Path path) {
        if (!Files.exists(path)) {
            throw new DatasetException(path + " does not exist: give the path of a data set");
        }
        try {
            return Files.isDirectory(path) ? ImdbReviews.readFolder(path) : readFile(path);
        } catch (EOFException e) {
            throw new DatasetException(
                    path + " ends too early, as after an interrupted download: get it again or give another copy", e);
        } catch (ZipException e) {
            throw new DatasetException(
                    "%s is damaged (%s): get it again or give another copy".formatted(path, e.getMessage()), e);
        } catch (AccessDeniedException e) {
            throw new DatasetException(e.getFile() + " may not be read: give this user the right to read it", e);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be read to its end (%s): give another copy".formatted(path, e.getMessage()), e);
        }
    }

    private static void requireBothLabels(Path path, String half, List<LabelledReview> reviews) {
        long positive = reviews.stream().filter(LabelledReview::positive).count();
        if (!reviews.isEmpty() && (positive == 0 || positive == reviews.size())) {
            throw new DatasetException("%s: all %d %s reviews are %s; add some that are %s"
                    .formatted(
                            path,
                            reviews.size(),
                            half,
                            positive == 0 ? "negative" : "positive",
                            positive == 0 ? "positive" : "negative"));
        }
    }

    private static ReviewDataset readFile(Path path) throws IOException {
        try (var file = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
            if (!startsWith(file, GZIP_MAGIC)) {
                return readContent(path, file);
            }
            try (var content = new BufferedInputStream(new GZIPInputStream(file, BUFFER_BYTES), BUFFER_BYTES)) {
                return readContent(path, content);
            }
        }
    }

    private static ReviewDataset readContent(Path path, BufferedInputStream content) throws IOException {
        var start = peek(content, TAR_BLOCK_BYTES);
        if (start.length == 0) {
            throw new DatasetException(path + " is empty: give a file with reviews in it");
        }
        if (isTarHeader(start)) {
            return ImdbReviews.readTar(path, content);
        }
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (isNamed(name, ".csv")) {
            return CsvReviews.read(path, text(content));
        }
        if (isNamed(name, ".jsonl", ".ndjson", ".json")) {
            return JsonLinesReviews.read(path, text(content));
        }
        if (isNamed(name, ".tar", ".tgz")) {
            throw new DatasetException(
                    path + " holds no tar archive although its name says so: get it again or give another copy");
        }
        throw new DatasetException(
                path + " is no known kind of data set: give the aclImdb archive, its folder, or a .csv or .jsonl file");
    }

    private static boolean isTarHeader(byte[] start) {
        try {
            return start.length == TAR_BLOCK_BYTES && TarUtils.verifyCheckSum(start);
        } catch (IllegalArgumentException e) { // where the checksum belongs there is no number
            return false;
        }
    }

    private static boolean isNamed(String name, String... endings) {
        return Stream.of(endings).anyMatch(name::endsWith);
    }

    private static Reader text(BufferedInputStream content) throws IOException {
        if (startsWith(content, UTF8_BYTE_ORDER_MARK)) {
            content.skipNBytes(UTF8_BYTE_ORDER_MARK.length);
        }
        return new InputStreamReader(content, UTF_8);
    }

    private static boolean startsWith(BufferedInputStream in, byte[] magic) throws IOException {
        return Arrays.equals(peek(in, magic.length), magic);
    }

    private static byte[] peek(InputStream in, int length) throws IOException {
        in.mark(length);
        var start = in.readNBytes(length);
        in.reset();
        return start;
    }
}
