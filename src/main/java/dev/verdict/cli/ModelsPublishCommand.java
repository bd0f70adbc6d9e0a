package dev.verdict.cli;

import dev.verdict.model.ArtifactFile;
import dev.verdict.registry.PublishedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Puts an artifact into the registry, where it is a candidate until it is activated.")
final class ModelsPublishCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A model artifact.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        ArtifactFile.read(InputFile.existing(file)); // says what is wrong with it, and in which file
        byte[] artifact;
        try (InputStream in = Files.newInputStream(file)) {
            artifact = in.readNBytes(ArtifactFile.MAX_BYTES + 1);
        }
        try (var connection = RegistryConnection.open()) {
            PublishedModel model = connection.registry().publish(artifact);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "Model %s is published; `models activate %s` lets it score.%n",
                            model.version(), model.version());
        }
        return 0;
    }
}
