package dev.verdict.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.broker.EmbeddedKafkaOptions;
import dev.verdict.demo.SampleReviews;
import dev.verdict.model.BundledModel;
import dev.verdict.text.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reviews a second through Kafka, and their latency: the packaged service, and stock Deeplearning4j in the same topology. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Reviews scored a second from topic to topic, and how long each takes: Verdict's service and, in the same",
            "topology, one review at a time by Deeplearning4j's own layers. Broker and sender run on the same machine.",
            "Results are added to those that FILE has already, so that parts can be measured one after the other."
        })
final class StreamBench implements Callable<Integer> {
    private static final String FULL_LENGTH = "full";
    /** On their way when as many are sent as are taken: every batch is full, and it is a fraction of a second's work. */
    private static final int WINDOW = 4_000;
    /** For one review at a time. */
    private static final int SMALL_WINDOW = 64;

    private static final int ROUNDS = 3;

    private final PrintStream out = System.out;
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final List<StreamRun> runs = new ArrayList<>();
    private long brokerPid;

    /** What can be measured. */
    enum Part {
        RATES,
        STOCK,
        LATENCY,
        SUSTAINED,
        BACKLOG,
        TRAINING,
        LISTENERS,
        ROLLUPS
    }

    @Option(names = "--json", paramLabel = "FILE", description = "Where the results go as JSON.")
    private Path json;

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "STOCK,RATES,LATENCY",
            description =
                    "Any of ${COMPLETION-CANDIDATES}. LATENCY, SUSTAINED, TRAINING and LISTENERS want the results of RATES, or --rate.")
    private List<Part> parts;

    @Option(
            names = "--bootstrap-servers",
            defaultValue = "",
            description = "A broker to use; otherwise one is started, in a process of its own.")
    private String bootstrapServers;

    @Option(names = "--threads", split = ",", defaultValue = "1,2", description = "Of an instance, for RATES.")
    private List<Integer> threads;

    @Option(names = "--instances", split = ",", defaultValue = "1,2", description = "For RATES.")
    private List<Integer> instances;

    @Option(
            names = "--guarantees",
            split = ",",
            defaultValue = StreamSetup.EXACTLY_ONCE + "," + StreamSetup.AT_LEAST_ONCE,
            description = "For RATES.")
    private List<String> guarantees;

    @Option(names = "--seconds", defaultValue = "8", description = "That each rate is tried for.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "30", description = "Seconds at full load before the first rate.")
    private int warmUp;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Reviews a second of LATENCY, TRAINING and LISTENERS; otherwise half of the highest rate.")
    private double rate;

    @Option(
            names = "--sustained",
            defaultValue = "300",
            description = "Seconds of SUSTAINED, at 0.9 of the highest rate.")
    private int sustained;

    @Option(
            names = "--listeners",
            defaultValue = "500",
            description = "Of LISTENERS: how many listen to the live feed.")
    private int listeners;

    @Option(
            names = "--events",
            defaultValue = "2",
            description =
                    "Of LISTENERS: how many events a second each of them asks for; 0 for all. The dashboard asks for 2.")
    private int events;

    @Option(names = "--backlog", defaultValue = "1000000", description = "Reviews of BACKLOG.")
    private long backlog;

    @Override
    public Integer call() throws IOException {
        ObjectNode results = json != null && Files.exists(json)
                ? (ObjectNode) mapper.readTree(json.toFile())
                : mapper.createObjectNode();
        for (JsonNode run : results.path("runs")) {
            runs.add(mapper.treeToValue(run, StreamRun.class));
        }
        List<byte[]> reviews = fullLengthReviews();
        if (bootstrapServers.isEmpty()) {
            // One for all setups: it takes a minute under load until its code is compiled.
            try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.longLivedDefaults())) {
                bootstrapServers = kafka.bootstrapServers();
                brokerPid = kafka.pid();
                parts.forEach(part -> measure(part, reviews));
            }
        } else {
            parts.forEach(part -> measure(part, reviews));
        }
        results.setAll((ObjectNode) mapper.valueToTree(summary()));
        if (json != null) {
            mapper.writeValue(json.toFile(), results);
        }
        return 0;
    }

    private void measure(Part part, List<byte[]> reviews) {
        Duration measured = Duration.ofSeconds(seconds);
        Duration warm = Duration.ofSeconds(warmUp);
        switch (part) {
            case STOCK -> {
                for (int thread : threads) {
                    var setup = new StreamSetup(StreamSetup.STOCK, thread, 1, StreamSetup.EXACTLY_ONCE);
                    run(
                            setup,
                            reviews,
                            trial -> trial.start().saturated("rate", SMALL_WINDOW, warm, measured.multipliedBy(2)));
                }
            }
            case RATES -> {
                for (int instance : instances) {
                    for (int thread : threads) {
                        for (String guarantee : guarantees) {
                            var setup = new StreamSetup(StreamSetup.VERDICT, thread, instance, guarantee);
                            run(setup, reviews, trial -> trial.start().highestRate(WINDOW, warm, measured));
                        }
                    }
                }
            }
            case LATENCY ->
                run(best().setup(), reviews, trial -> {
                    warm(trial);
                    return trial.at(
                            "latency",
                            rate > 0 ? rate : best().reviewsPerSecond() / 2,
                            Duration.ofSeconds(2),
                            measured.multipliedBy(3));
                });
            case SUSTAINED ->
                run(best().setup(), reviews, trial -> {
                    warm(trial);
                    return trial.at(
                            "sustained",
                            rate > 0 ? rate : 0.9 * best().reviewsPerSecond(),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(sustained));
                });
            case BACKLOG -> run(best().setup(), reviews, trial -> trial.backlog(backlog));
            case TRAINING -> beside("training", reviews, StreamTrial::train);
            case LISTENERS -> beside("listeners", reviews, trial -> trial.listen(listeners, events));
            case ROLLUPS -> rollups(reviews, warm, measured);
        }
    }

    /** Throughput with and without rollups, by turns. */
    private void rollups(List<byte[]> reviews, Duration warm, Duration measured) {
        for (int round = 1; round <= ROUNDS; round++) {
            for (boolean isOn : new boolean[] {true, false}) {
                String name = (isOn ? "rollups-" : "no-rollups-") + round;
                Map<String, String> environment = Map.of("VERDICT_ROLLUP_ENABLED", Boolean.toString(isOn));
                run(
                        setup(threads.getFirst()),
                        reviews,
                        trial -> trial.start(environment).saturated(name, WINDOW, warm, measured));
            }
        }
    }

    /** Latencies without and with something else in the same process, by turns, so that neither has the warmer JVM. */
    private void beside(String name, List<byte[]> reviews, Function<StreamTrial, StreamCompanion> other) {
        double offered = rate > 0 ? rate : best().reviewsPerSecond() / 2;
        Duration settling = Duration.ofSeconds(5);
        Duration measured = Duration.ofSeconds(seconds);
        for (int thread : threads) {
            try (var folder = new TemporaryFolder();
                    var trial = new StreamTrial(root(), bootstrapServers, brokerPid, setup(thread), reviews)) {
                trial.start(StreamTraining.environment(folder.path()))
                        .load()
                        .saturate(WINDOW, Duration.ofSeconds(warmUp), Duration.ofSeconds(1));
                for (int round = 1; round <= ROUNDS; round++) {
                    add(trial.at("no-" + name + "-" + round, offered, settling, measured));
                    try (StreamCompanion running = other.apply(trial)) {
                        add(trial.at(name + "-" + round, offered, settling, measured));
                        out.println(running.summary());
                    }
                }
            }
        }
    }

    private static StreamSetup setup(int threads) {
        return new StreamSetup(StreamSetup.VERDICT, threads, 1, StreamSetup.EXACTLY_ONCE);
    }

    /** At full load: what waits because a new JVM is slow is not of the rate that is asked for. */
    private void warm(StreamTrial trial) {
        trial.start().load().saturate(WINDOW, Duration.ofSeconds(warmUp), Duration.ofSeconds(1));
    }

    private interface Measurement {
        StreamRun of(StreamTrial trial);
    }

    private void run(StreamSetup setup, List<byte[]> reviews, Measurement measurement) {
        try (var trial = new StreamTrial(root(), bootstrapServers, brokerPid, setup, reviews)) {
            add(measurement.of(trial));
        }
    }

    private void add(StreamRun run) {
        runs.removeIf(run::isSameTaskAs);
        runs.add(run);
        out.printf(
                Locale.ROOT,
                "%-14s %s: %,.0f reviews/s (offered %,.0f, saturated %,.0f), p50 %.1f ms, p99 %.1f ms, max %.0f ms, resident %s MiB, cpu s %s%n",
                run.part(),
                run.setup(),
                run.reviewsPerSecond(),
                run.offeredPerSecond(),
                run.saturatedPerSecond(),
                run.p50Millis(),
                run.p99Millis(),
                run.maxMillis(),
                rounded(run.residentMebibytes()),
                rounded(run.cpuSeconds()));
    }

    private static List<Long> rounded(List<Double> numbers) {
        return numbers.stream().map(Math::round).toList();
    }

    /** The fastest exactly-once setup of one instance. */
    private StreamRun best() {
        return fastest(run -> run.part().equals("rate")
                && run.engine().equals(StreamSetup.VERDICT)
                && run.instances() == 1
                && run.guarantee().equals(StreamSetup.EXACTLY_ONCE));
    }

    private StreamRun fastest(Predicate<StreamRun> filter) {
        return runs.stream()
                .filter(filter)
                .max((a, b) -> Double.compare(a.reviewsPerSecond(), b.reviewsPerSecond()))
                .orElse(StreamRun.NONE);
    }

    private Map<String, Object> summary() {
        StreamRun best = best();
        StreamRun stock = fastest(run -> run.engine().equals(StreamSetup.STOCK));
        StreamRun atLeastOnce = fastest(run -> run.part().equals("rate")
                && run.engine().equals(StreamSetup.VERDICT)
                && run.instances() == best.instances()
                && run.threads() == best.threads()
                && run.guarantee().equals(StreamSetup.AT_LEAST_ONCE));
        StreamRun half = fastest(run -> run.part().equals("latency"));
        return Map.of(
                "machine", Machine.here(),
                "reviews", FULL_LENGTH,
                "reviewsPerSecond", best.reviewsPerSecond(),
                "stockReviewsPerSecond", stock.reviewsPerSecond(),
                "ratioToStock", best.reviewsPerSecond() / stock.reviewsPerSecond(),
                "exactlyOnceShareOfAtLeastOnce", best.reviewsPerSecond() / atLeastOnce.reviewsPerSecond(),
                "p50MillisAtHalfRate", half.p50Millis(),
                "p99MillisAtHalfRate", half.p99Millis(),
                "runs", runs);
    }

    /** The bundled sample's reviews that fill the model's sequence, as a producer would send them. */
    private List<byte[]> fullLengthReviews() throws IOException {
        Tokenizer tokenizer = BundledModel.read().tokenizer();
        var values = new ArrayList<byte[]>();
        for (SampleReviews.SampleReview review : SampleReviews.read()) {
            if (tokenizer.encode(review.text()).padding() == 0) {
                values.add(mapper.writer()
                        .without(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsBytes(Map.of("id", review.id(), "text", review.text())));
            }
        }
        return values;
    }

    private static Path root() {
        return Path.of(System.getProperty("verdict.root"));
    }
}
