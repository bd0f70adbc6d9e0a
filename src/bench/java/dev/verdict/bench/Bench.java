package dev.verdict.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks. Each prints what it measured and writes it as JSON. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Verdict on this machine, beside what else could do the job.",
        subcommands = {TrainingBench.class, ScoringBench.class, StreamBench.class})
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
