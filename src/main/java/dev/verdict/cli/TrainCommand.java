package dev.verdict.cli;

import dev.verdict.dataset.ReviewDataset;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelArtifact;
import dev.verdict.training.TrainingConfig;
import dev.verdict.training.TrainingJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;

@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Trains the network and writes the model artifact.")
final class TrainCommand implements Callable<Integer> {
    /** Of reviews that come in one part; IMDB brings its own test half. */
    private static final double TEST_SHARE = 0.2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "15", description = "Passes over the reviews.")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of initial weights, dropout and the order of reviews.")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "models", description = "Where the artifact goes.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (epochs < 1) {
            throw new ParameterException(spec.commandLine(), "--epochs must be at least 1, not " + epochs);
        }
        requireWritable(out);
        PrintWriter console = spec.commandLine().getOut();
        ReviewDataset dataset = data.read(spec.commandLine().getErr()).withTestHeldOut(TEST_SHARE, seed);
        console.printf(
                "%d reviews to train on, %d to test on%n",
                dataset.training().size(), dataset.test().size());
        var job = new TrainingJob(TrainingConfig.kerasImdb(epochs, seed), dataset, Clock.systemUTC());
        ModelArtifact artifact = job.run(ConsoleProgress.to(console));
        Path file = ArtifactFile.write(artifact, out);
        console.printf(
                Locale.ROOT,
                "Test score: %.4f%nTest accuracy: %.4f%nWrote %s%n",
                artifact.card().test().loss(),
                artifact.card().test().accuracy(),
                file);
        console.flush();
        return 0;
    }

    /** Better said before hours of training than after. */
    private static void requireWritable(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.delete(Files.createTempFile(folder, ".verdict", ".probe"));
    }
}
