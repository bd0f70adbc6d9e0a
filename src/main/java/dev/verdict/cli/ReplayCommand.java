package dev.verdict.cli;

import dev.verdict.replay.Replay;
import dev.verdict.replay.ReplayRequest;
import dev.verdict.replay.ReplayResult;
import dev.verdict.review.RejectionReason;
import dev.verdict.topics.KafkaSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Puts dead letters back on the topic that they came from, each once however often this is called.",
            "Brokers and topics are those of serve: KAFKA_BOOTSTRAP_SERVERS, VERDICT_TOPICS_DEAD and others."
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--reason",
            paramLabel = "R",
            description = "Only what died of it: one of @|bold ${COMPLETION-CANDIDATES}|@.")
    private RejectionReason reason;

    @Option(
            names = "--since",
            paramLabel = "T",
            converter = PastTime.class,
            description = {
                "Only records with this timestamp or a later one:",
                "2026-11-25T10:15:30Z, or how long ago: 15m, 2h, 7d, PT1H30M."
            })
    private Instant since;

    @Option(names = "--max", paramLabel = "N", description = "No more than N.")
    private Long max;

    @Option(names = "--dry-run", description = "Only says what would be put back.")
    private boolean dryRun;

    @Override
    public Integer call() {
        if (max != null && max < 1) {
            throw new ParameterException(spec.commandLine(), "--max must be at least 1, not " + max);
        }
        KafkaSettings settings = KafkaSettings.read();
        var request = new ReplayRequest(
                Optional.ofNullable(reason),
                Optional.ofNullable(since),
                max == null ? OptionalLong.empty() : OptionalLong.of(max),
                dryRun);
        print(new Replay(settings.clients(), settings.topics(), InstantSource.system()).run(request));
        return 0;
    }

    private void print(ReplayResult result) {
        PrintWriter out = spec.commandLine().getOut();
        String reasons = result.replayed().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", ": ", ""));
        out.printf("%s: %d dead letters%n", result.topic(), result.letters());
        out.printf(
                "%8d %s%s%n",
                result.replayedInAll(),
                dryRun ? "would be put back" : "put back",
                result.replayed().isEmpty() ? "" : reasons);
        out.printf("%8d put back before%n", result.replayedBefore());
        out.printf("%8d not asked for, left for another time%n", result.notWanted());
        result.left().forEach((obstacle, count) -> out.printf("%8d left: %s%n", count, obstacle.sentence()));
    }
}
