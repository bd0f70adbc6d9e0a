package dev.verdict.cli;

import dev.verdict.review.ParsedReview;
import dev.verdict.review.ParsedReview.Readable;
import dev.verdict.review.ParsedReview.Unreadable;
import dev.verdict.review.Review;
import dev.verdict.review.ReviewParser;
import dev.verdict.scoring.Scorer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

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
        InputLines in = InputLines.of(System.in);
        for (List<String> lines = in.next(); !lines.isEmpty(); lines = in.next()) {
            for (ScoredLine line : scoreOnAllCores(lines, done + 1, scorer)) {
                switch (line) {
                    case ScoredLine.Good(byte[] json) -> out.print(json);
                    case ScoredLine.Bad(int number, String detail) -> {
                        spec.commandLine().getErr().println("line " + number + ": " + detail);
                        bad++;
                    }
                }
            }
            out.flush();
            done += lines.size();
        }
        if (bad > 0) {
            spec.commandLine().getErr().println("verdict: " + bad + " of " + done + " lines could not be scored");
        }
        return bad > 0 ? 1 : 0;
    }

    private static List<ScoredLine> scoreOnAllCores(List<String> lines, int firstNumber, Scorer scorer) {
        return IntStream.range(0, lines.size())
                .parallel()
                .mapToObj(i -> scoreLine(firstNumber + i, lines.get(i), scorer))
                .toList();
    }

    private static ScoredLine scoreLine(int number, String line, Scorer scorer) {
        ParsedReview parsed = ReviewParser.parse(line.getBytes(StandardCharsets.UTF_8), Integer.toString(number));
        return switch (parsed) {
            case Readable(Review review) ->
                new ScoredLine.Good(scorer.score(review).toJson());
            case Unreadable unreadable -> new ScoredLine.Bad(number, unreadable.detail());
        };
    }

    private sealed interface ScoredLine {
        record Good(byte[] json) implements ScoredLine {}

        record Bad(int number, String detail) implements ScoredLine {}
    }
}
