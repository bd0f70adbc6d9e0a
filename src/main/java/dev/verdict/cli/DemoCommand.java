package dev.verdict.cli;

import dev.verdict.demo.Demo;
import dev.verdict.demo.DemoConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.Callable;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Shows Verdict at work on this machine: a Kafka broker, the service and real reviews, with no Docker.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--reviews",
            paramLabel = "N",
            defaultValue = "0",
            description = "Ends after N reviews; 0 goes on until Ctrl-C.")
    private int reviews;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "25",
            description = "Reviews sent a second, at least 0.1.")
    private double rate;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8080",
            description = "HTTP port; if it is taken, a free one is used.")
    private int port;

    @Override
    public Integer call() throws IOException {
        require(reviews >= 0, "--reviews must be 0 or more, not " + reviews);
        require(
                rate >= DemoConfig.MIN_RATE && Double.isFinite(rate),
                "--rate must be at least " + DemoConfig.MIN_RATE + ", not " + rate);
        require(port >= 0 && port <= 65_535, "--port must be from 0 to 65535, not " + port);
        return Demo.run(reviews, rate, freePort(port));
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private static int freePort(int wanted) throws IOException {
        if (isFree(wanted)) {
            return wanted;
        }
        try (var any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress((InetAddress) null, port));
            return port != 0;
        } catch (IOException taken) {
            return false;
        }
    }
}
