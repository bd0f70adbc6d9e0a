package dev.verdict.cli;

import dev.verdict.cli.OutputLines.ClosedOutputException;
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
        versionProvider = BuildVersion.class,
        description = "Streaming sentiment for Apache Kafka.",
        footer = "%nscripts/verdict bench runs the benchmarks, which are not part of the built program.",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            FeedCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ScoreCommand.class,
            TokenizeCommand.class,
            ExportCommand.class,
            ReplayCommand.class,
            ModelsCommand.class,
            SampleCommand.class,
            BrokerCommand.class
        })
public final class VerdictCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private VerdictCommand() {}

    /** Runs a command on this thread and returns the exit status. */
    public static int run(String... args) {
        CommandLine program = new CommandLine(new VerdictCommand())
                .setExecutionExceptionHandler((failure, command, _) -> report(failure, command.getErr()));
        try {
            return program.execute(args);
        } catch (Error failure) { // such as no memory, or no native library for this machine
            return report(failure, program.getErr());
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int report(Throwable failure, PrintWriter err) {
        if (failure instanceof ClosedOutputException) {
            return CommandLine.ExitCode.OK;
        }
        err.println("verdict: " + Failures.sentence(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
