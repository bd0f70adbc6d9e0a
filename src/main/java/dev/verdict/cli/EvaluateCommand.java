package dev.verdict.cli;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.dataset.ReviewDataset;
import dev.verdict.inference.LstmInference;
import dev.verdict.model.ModelArtifact;
import dev.verdict.training.BinaryMetrics;
import dev.verdict.training.EncodedReviews;
import dev.verdict.training.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Says how well a model does on labelled reviews:",
            "the data's test half, or all of it if it is not parted."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private DataOption data;

    @Option(names = "--json", description = "Prints one JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        ModelArtifact artifact = model.read();
        ReviewDataset dataset = data.readForEvaluation(spec.commandLine().getErr());
        List<LabelledReview> reviews = dataset.test().isEmpty() ? dataset.training() : dataset.test();
        var network = new LstmInference(
                artifact.weights(), artifact.card().tokenizer().sequenceLength());
        long start = System.nanoTime();
        EncodedReviews encoded = EncodedReviews.of(reviews, artifact.tokenizer());
        double[] probabilities = Evaluation.probabilities(network, encoded);
        double seconds = (System.nanoTime() - start) / 1e9;
        var result = new EvaluationResult(
                artifact.version().value(),
                BinaryMetrics.of(probabilities, encoded.positive()),
                reviews.size() / seconds);
        spec.commandLine().getOut().println(json ? result.toJson() : result.toText());
        return 0;
    }
}
