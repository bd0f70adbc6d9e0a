package dev.verdict.retraining;

import dev.verdict.retraining.RunWork.RefusedException;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The one folder whose data sets may be trained on; nothing outside of it can be reached. */
final class DataFolder {
    private static final int MAX_LENGTH = 255;

    private final Optional<Path> folder;

    DataFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /** What is wrong with a path as it is written, whether there is such a file or not. */
    Optional<String> problem(String path) {
        if (folder.isEmpty()) {
            return Optional.of("no folder to read data sets from is configured (VERDICT_TRAINING_DATA_DIRECTORY)");
        }
        if (path.isBlank() || path.length() > MAX_LENGTH || path.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("a path must have 1 to " + MAX_LENGTH + " characters and no control characters");
        }
        try {
            Path written = Path.of(path);
            boolean leaves = written.isAbsolute() || !written.equals(written.normalize()) || written.startsWith("..");
            return leaves || path.contains("\\")
                    ? Optional.of("a path must stand below the data folder: relative, without . and ..")
                    : Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.of("this is no path");
        }
    }

    /**
     * An existing file or folder below the data folder.
     *
     * @throws RefusedException if there is none, or a symbolic link leads to it
     */
    Path resolve(String path) {
        problem(path).ifPresent(sentence -> {
            throw new RefusedException(sentence);
        });
        try {
            Path root = folder.orElseThrow().toRealPath();
            Path file = root.resolve(path);
            if (!file.toRealPath().equals(file)) {
                throw new RefusedException(path + " is reached by a symbolic link: give the file itself");
            }
            return file;
        } catch (IOException _) {
            throw new RefusedException(path + " is not there in the trainer's data folder");
        }
    }
}
