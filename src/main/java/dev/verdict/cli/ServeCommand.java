package dev.verdict.cli;

import dev.verdict.launch.Launch;
import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Scores the reviews topic and answers HTTP until it is stopped.",
            "Settings are environment variables; README.md lists them. The first ones:",
            "  KAFKA_BOOTSTRAP_SERVERS  brokers, host:port[,host:port...] (localhost:9092)",
            "  QUARKUS_HTTP_PORT        port of the HTTP interface (8080)"
        })
final class ServeCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return Launch.service();
    }
}
