package dev.verdict.cli;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;

/** Which model a command works with. */
final class ModelOption {
    @Option(names = "--model", paramLabel = "FILE", description = "A model artifact; the bundled model by default.")
    private Path file;

    boolean isGiven() {
        return file != null;
    }

    ModelArtifact read() throws IOException {
        if (file == null) {
            return BundledModel.read();
        }
        return ArtifactFile.read(InputFile.existing(file));
    }
}
