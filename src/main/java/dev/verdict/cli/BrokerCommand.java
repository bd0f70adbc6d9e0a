package dev.verdict.cli;

import dev.verdict.broker.EmbeddedKafkaServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** The child process of {@link dev.verdict.broker.EmbeddedKafka}; nothing for users. */
@Command(name = "broker", hidden = true)
final class BrokerCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FOLDER [NAME=VALUE...]", hideParamSyntax = true)
    private String[] arguments;

    @Override
    public Integer call() {
        return EmbeddedKafkaServer.run(arguments);
    }
}
