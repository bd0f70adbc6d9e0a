package dev.verdict;

import dev.verdict.cli.VerdictCommand;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The program: hands its arguments to the command line. */
@QuarkusMain
public final class Verdict {
    private Verdict() {}

    public static void main(String... args) {
        System.exit(VerdictCommand.run(args));
    }
}
