package dev.verdict.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Keeps other processes, and other threads of this one, out until it is closed or its process ends. */
final class CacheLock implements AutoCloseable {
    private static final long POLL_MILLIS = 200; // choice: short beside any download

    /** Held on to: the JVM forgets a lock that nobody refers to, and would let a second thread have it. */
    private final FileLock lock;

    private CacheLock(FileLock lock) {
        this.lock = lock;
    }

    /**
     * Waits for as long as another holds the lock. The file stays: two could hold the lock if it went.
     *
     * @param onWait called once if another holds it
     */
    static CacheLock acquire(Path file, Runnable onWait) throws IOException, InterruptedException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            var lock = tryLock(channel);
            if (lock.isEmpty()) {
                onWait.run();
            }
            while (lock.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                lock = tryLock(channel);
            }
            return new CacheLock(lock.get());
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) { // a thread of this process has it
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        lock.channel().close();
    }
}
