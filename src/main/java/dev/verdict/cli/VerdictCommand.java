package dev.verdict.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/** The program's commands. Exit status: 0 done, 1 it failed, 2 wrong usage. */
@Command(
        name = "verdict",
        mixinStandardHelpOptions = true,
        version = "Verdict 0.1.0",
        description = "Streaming sentiment for Apache Kafka.",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ScoreCommand.class,
            TokenizeCommand.class,
            SampleCommand.class,
            BrokerCommand.class
        })
public final class VerdictCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private VerdictCommand() {}

    /** Runs a command on this thread and returns the exit status. */
    public static int run(String... args) {
        return new CommandLine(new VerdictCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command.getErr()))
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int report(Exception failure, PrintWriter err) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        err.println("verdict: " + message);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
