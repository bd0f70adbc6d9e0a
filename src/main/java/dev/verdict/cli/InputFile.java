package dev.verdict.cli;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a user named. */
final class InputFile {
    private InputFile() {}

    /** @throws FileNotFoundException with a sentence, where Java's own gives the bare name */
    static Path existing(Path file) throws FileNotFoundException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new FileNotFoundException(
                    file + (Files.exists(file) ? " is not a file that can be read" : " does not exist"));
        }
        return file;
    }
}
