package dev.verdict.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.stream.BreakableStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** One scenario: topics and a consumer group of its own on the broker that all share, instances, and reviews that flow. */
final class Stage implements AutoCloseable {
    static final int PARTITIONS = 4;
    private static final int UNUSED_SLOT = 4_000;
    // More than Kafka Streams' own limit for an instance to count as up to date.
    private static final int CHANGES = 12_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final String name;
    private final Path folder;
    private final Path temporaryFiles;
    private final Map<String, String> environment;
    private final List<String> options;
    private final List<Instance> instances = new ArrayList<>();
    private final List<BreakableStream> streams = new ArrayList<>();
    private ReviewFlow flow;
    private Outcomes outcomes;

    /**
     * @param settings of the service, over those that set the stage
     * @param options of the instances' JVMs
     */
    Stage(FaultBroker broker, Path folder, String name, Map<String, String> settings, List<String> options)
            throws Exception {
        this.bootstrapServers = broker.bootstrapServers();
        this.name = name;
        this.folder = Files.createDirectories(folder.resolve(name));
        this.temporaryFiles = Files.createTempDirectory(this.folder, "tmp");
        this.options = options;
        this.environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
                "KAFKA_STREAMS_APPLICATION_ID", name,
                "VERDICT_TOPICS_REVIEWS", reviews(),
                "VERDICT_TOPICS_SENTIMENTS", sentiments(),
                "VERDICT_TOPICS_DEAD", dead(),
                "VERDICT_TOPICS_PARTITIONS", Integer.toString(PARTITIONS)));
        environment.putAll(settings);
    }

    private String reviews() {
        return name + ".reviews";
    }

    private String sentiments() {
        return name + ".sentiments";
    }

    private String dead() {
        return name + ".dead";
    }

    /** Where the instances' logs are. */
    Path folder() {
        return folder;
    }

    /**
     * Starts an instance and does not wait for it.
     *
     * @param further options of its JVM
     */
    Instance start(String instance, String... further) throws Exception {
        var all = new ArrayList<>(options);
        all.addAll(List.of(further));
        return start(Instance.PROGRAM, temporaryFiles, instance, environment, all);
    }

    /** Starts an instance of the program in that folder, and does not wait for it. */
    Instance startProgram(Path program, String instance) throws Exception {
        // What an older program leaves behind is not what this one does.
        return start(program, Files.createTempDirectory(folder, "previous"), instance, environment, options);
    }

    /** Starts an instance that sees that clock, and does not wait for it. */
    Instance start(String instance, SystemClock clock) throws Exception {
        var all = new HashMap<>(environment);
        all.putAll(clock.environment());
        return start(Instance.PROGRAM, temporaryFiles, instance, all, options);
    }

    private Instance start(
            Path program, Path temporaryFiles, String instance, Map<String, String> environment, List<String> options)
            throws Exception {
        Path log = folder.resolve(instance + "-" + instances.size() + ".log");
        Instance started = Instance.start(program, log, temporaryFiles, environment, options);
        instances.add(started);
        return started;
    }

    /** Makes the changelog as long as it is after days, though nothing waits in it. */
    void ageChangelog() throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new IntegerSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < PARTITIONS * CHANGES; i++) {
                producer.send(new ProducerRecord<>(name + "-batch-changelog", i % PARTITIONS, UNUSED_SLOT, null));
            }
        }
    }

    /** Another member of the group, in this JVM; the topics must be there. */
    BreakableStream join() {
        var joined = new BreakableStream(
                bootstrapServers,
                name,
                Map.of(
                        "verdict.topics.reviews", reviews(),
                        "verdict.topics.sentiments", sentiments(),
                        "verdict.topics.dead", dead()));
        streams.add(joined);
        joined.awaitRunning();
        return joined;
    }

    /** Lets reviews flow, and counts what becomes of them; the topics must be there. */
    ReviewFlow flow(int reviews, int perSecond, IntFunction<byte[]> values) {
        outcomes = new Outcomes(bootstrapServers, sentiments(), dead(), PARTITIONS, reviews);
        flow = new ReviewFlow(bootstrapServers, reviews(), reviews, perSecond, values);
        flow.start();
        return flow;
    }

    /** Waits for the last outcome, stops the instances and counts. */
    FaultResult finish(String fault) throws Exception {
        flow.awaitEnd();
        outcomes.awaitAll(PATIENCE);
        for (Instance instance : instances) {
            if (instance.isAlive()) {
                instance.stop();
            }
        }
        streams.forEach(BreakableStream::close);
        outcomes.awaitEnd(PATIENCE);
        FaultResult result = outcomes.result(fault);
        System.out.println(result);
        assertThat(temporaryFiles).isEmptyDirectory();
        return result;
    }

    @Override
    public void close() {
        for (Instance instance : instances) {
            instance.close();
        }
        streams.forEach(BreakableStream::close);
        if (flow != null) {
            flow.close();
            outcomes.close();
        }
    }
}
