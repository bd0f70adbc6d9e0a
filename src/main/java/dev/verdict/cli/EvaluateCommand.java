package dev.verdict.cli;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.dataset.ReviewDataset;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.scoring.LstmInference;
import dev.verdict.training.EncodedReviews;
import dev.verdict.training.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
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

    @Override
    public Integer call() throws IOException {
        ModelArtifact artifact = model.read();
        ReviewDataset dataset = data.read(spec.commandLine().getErr());
        List<LabelledReview> reviews = dataset.test().isEmpty() ? dataset.training() : dataset.test();
        long start = System.nanoTime();
        EncodedReviews encoded = EncodedReviews.of(reviews, artifact.tokenizer());
        ModelCard.Figures figures = Evaluation.evaluate(
                new LstmInference(
                        artifact.weights(), artifact.card().tokenizer().sequenceLength()),
                encoded);
        double seconds = (System.nanoTime() - start) / 1e9;
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "model %s%nreviews %d%nTest score: %.4f%nTest accuracy: %.4f%n%.0f reviews/s%n",
                        artifact.version(),
                        figures.reviews(),
                        figures.loss(),
                        figures.accuracy(),
                        figures.reviews() / seconds);
        return 0;
    }
}
