package dev.verdict.cli;

import dev.verdict.demo.DemoConfig;
import dev.verdict.demo.Feed;
import dev.verdict.topics.KafkaSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Plays the sample reviews into the reviews topic, over and over.",
            "Brokers and topic are those of serve: KAFKA_BOOTSTRAP_SERVERS, VERDICT_TOPICS_REVIEWS and others."
        })
final class FeedCommand implements Callable<Integer> {
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

    @Override
    public Integer call() {
        if (reviews < 0) {
            throw new ParameterException(spec.commandLine(), "--reviews must be 0 or more, not " + reviews);
        }
        if (!(rate >= DemoConfig.MIN_RATE && Double.isFinite(rate))) {
            throw new ParameterException(
                    spec.commandLine(), "--rate must be at least " + DemoConfig.MIN_RATE + ", not " + rate);
        }
        KafkaSettings settings = KafkaSettings.read();
        Feed.run(settings.clients(), settings.topics().reviews(), reviews, rate);
        spec.commandLine().getOut().println(reviews + " reviews sent");
        return 0;
    }
}
