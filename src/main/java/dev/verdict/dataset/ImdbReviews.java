package dev.verdict.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads aclImdb, packed or unpacked. The reviews come in Keras's order before shuffling: positive, then negative, file
 * names sorted as strings.
 *
 * @see <a href="https://ai.stanford.edu/~amaas/data/sentiment/">Maas et al. 2011</a>
 */
final class ImdbReviews {
    private static final Comparator<LabelledReview> ORDER =
            Comparator.comparing(LabelledReview::positive).reversed().thenComparing(LabelledReview::id);

    private final Path source;
    private final CollectedReviews reviews;
    private final Set<String> ids = new HashSet<>();

    private ImdbReviews(Path source) {
        this.source = source;
        this.reviews = new CollectedReviews(source);
    }

    /** Reads the tar to the end of the stream, so that a checksum behind the last entry is looked at too. */
    static ReviewDataset readTar(Path source, InputStream content) throws IOException {
        var imdb = new ImdbReviews(source);
        var tar = new TarArchiveInputStream(content, UTF_8.name());
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            imdb.add(entry, tar);
        }
        content.transferTo(OutputStream.nullOutputStream());
        return imdb.reviews.toDataset(ORDER);
    }

    /** @param folder aclImdb itself, or the folder that holds it */
    static ReviewDataset readFolder(Path folder) throws IOException {
        var imdb = new ImdbReviews(folder);
        var root = List.of(folder, folder.resolve("aclImdb")).stream()
                .filter(candidate -> Files.isDirectory(candidate.resolve(Half.TRAIN.folder())))
                .findFirst()
                .orElseThrow(() -> new DatasetException(
                        folder + " holds no folder train: give the unpacked aclImdb, with train and test in it"));
        for (var half : Half.values()) {
            for (var label : List.of("pos", "neg")) {
                imdb.addFolder(root.resolve(half.folder()).resolve(label));
            }
        }
        return imdb.reviews.toDataset(ORDER);
    }

    private void add(TarArchiveEntry entry, InputStream content) throws IOException {
        var place = ImdbEntry.of(entry.getName());
        if (place.isEmpty() || !entry.isFile() || entry.isSymbolicLink() || entry.isLink()) {
            return;
        }
        reviews.requireSize(place.get().id(), entry.getSize());
        add(place.get(), content.readNBytes((int) entry.getSize()));
    }

    private void addFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                addFile(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void addFile(Path file) throws IOException {
        var names = file.subpath(Math.max(0, file.getNameCount() - 3), file.getNameCount());
        var place = ImdbEntry.of(names.toString().replace('\\', '/'));
        if (place.isPresent() && Files.isRegularFile(file)) {
            reviews.requireSize(place.get().id(), Files.size(file));
            add(place.get(), Files.readAllBytes(file));
        }
    }

    private void add(ImdbEntry place, byte[] text) {
        if (!ids.add(place.id())) {
            throw new DatasetException(
                    "%s holds %s twice: give an archive with one copy of aclImdb".formatted(source, place.id()));
        }
        reviews.add(place.half(), place.id(), place.id(), new String(text, UTF_8), place.positive());
    }
}
