package dev.verdict.dataset;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An archive of reviews, downloaded once and kept.
 *
 * <p>The cache folder holds the archive under its own name only when it is whole and its hash is right. A download
 * grows in {@code <name>.part} beside it, which a later one goes on with, and a lock on {@code <name>.lock} keeps it to
 * one process and one thread at a time.
 */
public final class ImdbArchive {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15); // choice
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60); // choice

    private final URI source;
    private final long sizeBytes;
    private final String sha256;
    private final Path cacheFolder;
    private final Path archive;
    private final Duration stallTimeout;

    /**
     * @param source http or https, its path ending in the name to keep the archive under
     * @param sha256 64 lower-case hex digits
     * @param cacheFolder made if it is not there
     */
    public ImdbArchive(URI source, long sizeBytes, String sha256, Path cacheFolder) {
        this(source, sizeBytes, sha256, cacheFolder, STALL_TIMEOUT);
    }

    ImdbArchive(URI source, long sizeBytes, String sha256, Path cacheFolder, Duration stallTimeout) {
        if (source.getHost() == null || !List.of("http", "https").contains(source.getScheme())) {
            throw new IllegalArgumentException("source must be an http or https address, not " + source);
        }
        var name = source.getPath().substring(source.getPath().lastIndexOf('/') + 1);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("source must end in a file name, not " + source);
        }
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("sizeBytes must be above 0, not " + sizeBytes);
        }
        this.source = source;
        this.sizeBytes = sizeBytes;
        this.sha256 = Sha256.requireHex(sha256);
        this.cacheFolder = cacheFolder.toAbsolutePath();
        this.archive = this.cacheFolder.resolve(name);
        this.stallTimeout = stallTimeout;
    }

    /** The Large Movie Review Dataset as its authors publish it; size and hash are those of 2011. */
    public static ImdbArchive original(Path cacheFolder) {
        return new ImdbArchive(
                URI.create("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"),
                84_125_825,
                "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
                cacheFolder);
    }

    /**
     * {@code $XDG_CACHE_HOME/verdict}, or {@code ~/.cache/verdict} where that is not set to an absolute path.
     *
     * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base Directory Specification</a>
     */
    public static Path defaultCacheFolder(Map<String, String> environment, Path home) {
        var caches = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        return (caches.isAbsolute() ? caches : home.resolve(".cache")).resolve("verdict");
    }

    /**
     * The archive from the cache, downloaded if it is not there. Waits while another process downloads it.
     *
     * @return an existing file of the right size and hash
     * @throws DatasetException if it cannot be had; what was received stays for the next call, unless it is wrong. If
     *     the thread was interrupted it still is
     */
    public Path fetch(DownloadProgress progress) {
        try {
            if (!isWhole(archive)) {
                Files.createDirectories(cacheFolder);
                downloadLocked(progress);
            }
            return archive;
        } catch (InterruptedException | ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException(
                    "The download of %s was interrupted: run it again to go on where it stopped".formatted(source), e);
        } catch (IOException e) {
            throw new DatasetException(
                    "The download of %s cannot be kept in %s (%s: %s): make that a folder with room to write, or %s"
                            .formatted(
                                    source,
                                    cacheFolder,
                                    e.getClass().getSimpleName(),
                                    e.getMessage(),
                                    Download.GIVE_A_COPY),
                    e);
        }
    }

    private void downloadLocked(DownloadProgress progress) throws IOException, InterruptedException {
        try (var _ = CacheLock.acquire(beside(".lock"), progress::waiting)) {
            if (isWhole(archive)) { // another process had the lock, and has downloaded it
                return;
            }
            var part = new PartFile(beside(".part"), sizeBytes);
            new Download(source, part, CONNECT_TIMEOUT, stallTimeout).complete(progress);
            var received = Sha256.ofFile(part.path());
            if (!received.equals(sha256)) {
                part.delete();
                throw new DatasetException(
                        "The download of %s has SHA-256 %s instead of %s and was deleted: run it again, or %s"
                                .formatted(source, received, sha256, Download.GIVE_A_COPY));
            }
            Files.move(part.path(), archive, StandardCopyOption.ATOMIC_MOVE);
            part.delete();
        }
    }

    private boolean isWhole(Path file) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == sizeBytes
                && Sha256.ofFile(file).equals(sha256);
    }

    private Path beside(String ending) {
        return archive.resolveSibling(archive.getFileName() + ending);
    }
}
