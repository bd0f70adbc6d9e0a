package dev.verdict.cli;

import dev.verdict.review.Review;
import dev.verdict.scoring.Scorer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;

@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = {
            "Scores a text, or reviews as JSON lines from standard input: {\"id\": ..., \"text\": ...}.",
            "A verdict is a JSON line, in the order of the input, written as soon as its review is read. A line that cannot be scored is reported on standard "
                    + "error with its number, and the exit status is 1 in the end."
        })
final class ScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "A text; JSON lines from standard input by default.")
    private String text;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (text != null && text.isBlank()) {
            throw new ParameterException(spec.commandLine(), "TEXT is empty or blank");
        }
        Scorer.beginWarmUp();
        var scorer = new Scorer(model.read());
        try (OutputLines out = OutputLines.toStandardOutput()) {
            if (text != null) {
                out.print(scorer.score(new Review("1", text, "")).toJson());
                return 0;
            }
            return scoreLines(scorer, out);
        }
    }

    private int scoreLines(Scorer scorer, OutputLines out) throws IOException, InterruptedException {
        int bad = 0;
        int done = 0;
        try (var batches = new ScoredLines(System.in, scorer)) {
            for (ScoredLines.Batch batch = batches.next(); batch != null; batch = batches.next()) {
                for (byte[] verdict : batch.verdicts()) {
                    out.print(verdict);
                }
                if (batches.isNextLate()) {
                    out.flush();
                }
                batch.complaints().forEach(spec.commandLine().getErr()::println);
                bad += batch.complaints().size();
                done += batch.lines();
            }
        }
        out.flush();
        if (bad > 0) {
            spec.commandLine().getErr().println("verdict: " + bad + " of " + done + " lines could not be scored");
        }
        return bad > 0 ? 1 : 0;
    }
}
