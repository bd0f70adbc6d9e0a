package dev.verdict.cli;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.dataset.ReviewDataset;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.NetworkSettings;
import dev.verdict.model.Recipe;
import dev.verdict.report.TrainingReport;
import dev.verdict.text.TokenizerSettings;
import dev.verdict.training.TrainingJob;
import dev.verdict.training.TrainingResult;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Trains the network and writes the model artifact.",
            "Ctrl-C ends it after the minibatch under way and writes what the epochs so far came to."
        })
final class TrainCommand implements Callable<Integer> {
    /** Of reviews that come in one part; IMDB brings its own test half. */
    private static final double TEST_SHARE = 0.2;

    private static final int STOP_TIMEOUT_SECONDS = 60;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOption data;

    @Mixin
    private RecipeOptions options;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "models", description = "Where the artifact goes.")
    private Path out;

    @Option(names = "--resume", description = "Goes on after the last epoch of the same run in DIR, if there is one.")
    private boolean resume;

    @Option(
            names = "--publish",
            description = "Also puts model and report into the registry on KAFKA_BOOTSTRAP_SERVERS, as a candidate.")
    private boolean publish;

    @Override
    public Integer call() throws IOException {
        Recipe recipe = checked(options::recipe);
        TokenizerSettings tokenizer = checked(options::tokenizer);
        NetworkSettings network = checked(options::network);
        requireWritable(out);
        if (publish) {
            RegistryConnection.open().close(); // better said now than after hours
        }
        PrintWriter console = spec.commandLine().getOut();
        ReviewDataset dataset = data.read(spec.commandLine().getErr()).withTestHeldOut(TEST_SHARE, recipe.seed());
        console.printf(
                "%d reviews to train on, %d to test on%n",
                dataset.training().size(), dataset.test().size());
        long shared = textsInBothHalves(dataset);
        if (shared > 0) {
            console.printf("%d of the test texts stand among the training reviews too%n", shared);
        }
        var job = new TrainingJob(tokenizer, network, recipe, dataset, out, Clock.systemUTC());
        Optional<TrainingResult> result = runUntilDoneOrStopped(job, console);
        if (result.isEmpty()) {
            console.println("Stopped before an epoch was done; nothing was written.");
            return 1;
        }
        return 0;
    }

    private <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** A signal ends the JVM when its hooks are done: this one stops the job and waits until its model is written. */
    private Optional<TrainingResult> runUntilDoneOrStopped(TrainingJob job, PrintWriter console) throws IOException {
        var written = new CountDownLatch(1);
        var hook = new Thread(
                () -> {
                    job.stop();
                    await(written);
                },
                "training-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Optional<TrainingResult> result = job.run(resume, ConsoleProgress.to(console));
            if (result.isPresent()) {
                write(result.get(), console);
                if (!result.get().artifact().card().partial()) {
                    TrainingJob.deleteCheckpoint(out);
                }
            }
            return result;
        } finally {
            written.countDown();
        }
    }

    private void write(TrainingResult result, PrintWriter console) throws IOException {
        ModelArtifact artifact = result.artifact();
        Path file = ArtifactFile.write(artifact, out);
        var report = TrainingReport.of(artifact, result.test(), result.testProbabilities());
        Path page = report.write(out.resolve("report.html"));

        console.printf(
                Locale.ROOT,
                "%sepoch %d is kept%nTest score: %.4f%nTest accuracy: %.4f%nWrote %s%nand %s%n",
                artifact.card().partial() ? "Stopped early: this is a partial model; " : "",
                artifact.card().chosenEpoch(),
                artifact.card().test().loss(),
                artifact.card().test().accuracy(),
                file,
                page);
        console.flush();
        if (publish) {
            publish(artifact, report, console);
        }
    }

    private static void publish(ModelArtifact artifact, TrainingReport report, PrintWriter console) {
        try (var connection = RegistryConnection.open()) {
            connection.registry().publish(ArtifactFile.bytes(artifact), report.html());
            ModelsPublishCommand.print(artifact.version(), console);
        }
    }

    private static long textsInBothHalves(ReviewDataset dataset) {
        Set<String> training =
                dataset.training().stream().map(LabelledReview::text).collect(Collectors.toSet());
        return dataset.test().stream()
                .map(LabelledReview::text)
                .distinct()
                .filter(training::contains)
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Better said before hours of training than after. */
    private static void requireWritable(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.delete(Files.createTempFile(folder, ".verdict", ".probe"));
    }
}
