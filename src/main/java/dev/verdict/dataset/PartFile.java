package dev.verdict.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The beginning of a file that is not whole yet, and beside it, in {@code <name>.etag}, which version of the file it is
 * the beginning of.
 */
final class PartFile {
    /** Only a strong tag vouches for the same bytes (RFC 9110, 13.1.5). */
    private static final Pattern STRONG_ETAG = Pattern.compile("\"[\\x21\\x23-\\x7e]*\"");

    private final Path path;
    private final Path etagPath;
    private final long sizeBytes;

    /** @param sizeBytes of the whole file */
    PartFile(Path path, long sizeBytes) {
        this.path = path;
        this.etagPath = path.resolveSibling(path.getFileName() + ".etag");
        this.sizeBytes = sizeBytes;
    }

    Path path() {
        return path;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Bytes to go on after; 0 if there are none, or more than the whole file has. */
    long receivedBytes() throws IOException {
        if (!Files.exists(path)) {
            return 0;
        }
        long received = Files.size(path);
        return received > sizeBytes ? 0 : received;
    }

    Optional<String> etag() throws IOException {
        return Files.exists(etagPath) ? strong(Files.readString(etagPath, ISO_8859_1)) : Optional.empty();
    }

    /**
     * Empties the file for a download from the first byte.
     *
     * @param etag as the server gave it, empty if it gave none; a weak one is not kept
     */
    void startOver(String etag) throws IOException {
        Files.write(path, new byte[0]); // before the tag, which would otherwise speak for the old bytes
        Files.deleteIfExists(etagPath);
        var strong = strong(etag);
        if (strong.isPresent()) {
            Files.writeString(etagPath, strong.get(), ISO_8859_1);
        }
    }

    FileChannel append() throws IOException {
        return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    long usableBytes() throws IOException {
        return Files.getFileStore(path.getParent()).getUsableSpace();
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(etagPath);
    }

    private static Optional<String> strong(String etag) {
        return Optional.of(etag).filter(tag -> STRONG_ETAG.matcher(tag).matches());
    }
}
