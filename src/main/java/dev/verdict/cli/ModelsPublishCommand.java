package dev.verdict.cli;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelVersion;
import dev.verdict.registry.PublishedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
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

    @Option(names = "--report", paramLabel = "HTML", description = "The report that train wrote beside it.")
    private Path report;

    @Override
    public Integer call() throws IOException {
        ArtifactFile.read(InputFile.existing(file)); // says what is wrong with it, and in which file
        byte[] artifact;
        try (InputStream in = Files.newInputStream(file)) {
            artifact = in.readNBytes(ArtifactFile.MAX_BYTES + 1);
        }
        try (var connection = RegistryConnection.open()) {
            PublishedModel model = connection.registry().publish(artifact, report());
            print(model.version(), spec.commandLine().getOut());
        }
        return 0;
    }

    static void print(ModelVersion version, PrintWriter out) {
        out.printf("Model %s is published; `models activate %s` lets it score.%n", version, version);
    }

    private String report() throws IOException {
        return report == null ? "" : Files.readString(InputFile.existing(report));
    }
}
