package dev.verdict.cli;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which model a command works with. */
final class ModelOption {
    @Option(names = "--model", paramLabel = "FILE", description = "A model artifact; the bundled model by default.")
    private Path file;

    boolean isGiven() {
        return file != null;
    }

    /** Whether the model would be read from that file, which need not be there. */
    boolean isReadFrom(Path other) throws IOException {
        return file != null && Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other);
    }

    ModelArtifact read() throws IOException {
        if (file == null) {
            return BundledModel.read();
        }
        return ArtifactFile.read(InputFile.existing(file));
    }
}
