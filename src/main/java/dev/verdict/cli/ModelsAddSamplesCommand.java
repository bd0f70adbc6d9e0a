package dev.verdict.cli;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelArtifact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "add-samples",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Writes an artifact again with samples for the self-test, as training makes them.",
            "Weights, figures and time of training stay; as the content is another, so is the version."
        })
final class ModelsAddSamplesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A model artifact.")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "models", description = "Where the artifact goes.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        ModelArtifact artifact = ArtifactFile.read(InputFile.existing(file)).withSamples();
        spec.commandLine().getOut().println("Wrote " + ArtifactFile.write(artifact, out));
        return 0;
    }
}
