package dev.verdict.bench;

import org.apache.commons.io.FileUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deleted with what is in it when it is closed. */
record TemporaryFolder(Path path) implements AutoCloseable {
    TemporaryFolder() {
        this(create());
    }

    private static Path create() {
        try {
            return Files.createTempDirectory("verdict-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        FileUtils.deleteQuietly(path.toFile());
    }
}
