package dev.verdict.cli;

import dev.verdict.dataset.ReviewDataset;
import dev.verdict.inference.LstmInference;
import dev.verdict.model.ArtifactFile;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.training.EncodedReviews;
import dev.verdict.training.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

@Command(
        name = "add-predictions",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Writes an artifact again with how its predictions are spread over its test reviews, as training does.",
            "Weights, figures and time of training stay; as the content is another, so is the version."
        })
final class ModelsAddPredictionsCommand implements Callable<Integer> {
    /** Sums in another order, or on another machine, differ by less. */
    private static final double SAME = 1e-6;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A model artifact.")
    private Path file;

    @Mixin
    private DataOption data;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "models", description = "Where the artifact goes.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        ModelArtifact artifact = ArtifactFile.read(InputFile.existing(file));
        ReviewDataset dataset = data.readForEvaluation(spec.commandLine().getErr());
        EncodedReviews reviews = EncodedReviews.of(dataset.test(), artifact.tokenizer());
        var network = new LstmInference(
                artifact.weights(), artifact.card().tokenizer().sequenceLength());
        double[] probabilities = Evaluation.probabilities(network, reviews);
        requireSame(Evaluation.figures(probabilities, reviews), artifact.card().test());
        Path written = ArtifactFile.write(artifact.withPredictions(Evaluation.spread(probabilities, reviews)), out);
        spec.commandLine().getOut().println("Wrote " + written);
        return 0;
    }

    private static void requireSame(ModelCard.Figures found, ModelCard.Figures told) {
        if (found.reviews() != told.reviews()
                || !(Math.abs(found.loss() - told.loss()) < SAME)
                || !(Math.abs(found.accuracy() - told.accuracy()) < SAME)) {
            throw new IllegalArgumentException("these are not the reviews that the model was tested on: it says " + told
                    + " and they give " + found);
        }
    }
}
