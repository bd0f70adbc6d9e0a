package dev.verdict.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;

/**
 * The folder of one running broker. Its marker file is locked as long as the process lives, however it ends, so a marker
 * that can be locked tells that nobody uses the folder any more.
 *
 * <p>At most one per process: where locks belong to processes, opening and closing a marker a second time would lose the
 * first lock.
 */
final class StateFolder implements AutoCloseable {
    static final String PREFIX = "verdict-kafka-";
    static final String MARKER = "verdict-kafka.lock";

    private final Path path;

    // Closed by the end of the process only.
    @SuppressWarnings("unused")
    private final FileLock lock;

    private StateFolder(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    static StateFolder create(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        try {
            return new StateFolder(path, lock(path));
        } catch (IOException failure) {
            delete(path);
            throw failure;
        }
    }

    private static FileLock lock(Path path) throws IOException {
        // Under another name until it is locked: nobody may find the marker of a living process unlocked.
        Path unlocked = path.resolve(MARKER + ".new");
        FileChannel marker = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock lock = marker.lock();
        Files.move(unlocked, path.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
        return lock;
    }

    Path path() {
        return path;
    }

    /** Deletes the folders beside this one that processes of the same user left behind. */
    void deleteAbandonedSiblings() throws IOException {
        UserPrincipal user = Files.getOwner(path);
        try (var siblings = Files.newDirectoryStream(path.getParent(), PREFIX + "*")) {
            for (Path sibling : siblings) {
                if (!sibling.equals(path)) {
                    deleteIfAbandoned(sibling, user);
                }
            }
        }
    }

    private static void deleteIfAbandoned(Path folder, UserPrincipal user) throws IOException {
        try {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
                deleteIfUnlocked(folder);
            }
        } catch (NoSuchFileException missing) {
            // It has no marker and is not a broker's folder, or another process has just deleted it.
            return;
        }
    }

    private static void deleteIfUnlocked(Path folder) throws IOException {
        try (var marker =
                        FileChannel.open(folder.resolve(MARKER), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                var lock = marker.tryLock()) {
            if (lock != null) {
                delete(folder);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    /**
     * Deletes the folder and all that is in it; one that is gone already is no error.
     *
     * @throws IllegalArgumentException if its name is not that of a broker's folder
     */
    static void delete(Path folder) throws IOException {
        if (folder.getFileName() == null || !folder.getFileName().toString().startsWith(PREFIX)) {
            throw new IllegalArgumentException(folder + " is not the folder of a broker");
        }
        Path marker = folder.resolve(MARKER);
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.equals(marker)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!visited.equals(folder)) {
                    Files.deleteIfExists(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        // Last, so that a deletion which is cut short is finished by the next broker.
        Files.deleteIfExists(marker);
        Files.deleteIfExists(folder);
    }
}
