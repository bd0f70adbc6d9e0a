package dev.verdict.bench;

import dev.verdict.bench.StreamLoad.Measured;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The stream in one setup, with topics of its own and a load on it. */
final class StreamTrial implements AutoCloseable {
    private static final int PARTITIONS = 4;
    /** A rate counts as sustained if less than that many seconds' reviews are left over at its end. */
    private static final double BACKLOG_SECONDS = 0.5;

    private static final double STEP = 0.05;
    private static final double LOWEST = 0.5;

    private final StreamSetup setup;
    /** Names of all that it makes in the broker begin so. */
    private final String name = "bench-" + UUID.randomUUID();

    private final String bootstrapServers;
    private final long brokerPid;
    private final Path root;
    private final StreamLoad load;
    private final List<StreamProcess> instances = new ArrayList<>();

    /** @param brokerPid its process, if it is one of this machine; otherwise 0 */
    StreamTrial(Path root, String bootstrapServers, long brokerPid, StreamSetup setup, List<byte[]> reviews) {
        this.setup = setup;
        this.root = root;
        this.bootstrapServers = bootstrapServers;
        this.brokerPid = brokerPid;
        withAdmin(admin -> admin.createTopics(topics().stream()
                        .map(topic -> new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty()))
                        .toList())
                .all());
        this.load = new StreamLoad(bootstrapServers, topic("reviews"), topic("sentiments"), PARTITIONS, reviews);
    }

    private String topic(String ofService) {
        return name + "-" + ofService;
    }

    private List<String> topics() {
        return List.of(topic("reviews"), topic("sentiments"), topic("dead"));
    }

    private void deleteTopics() {
        withAdmin(admin -> admin.deleteTopics(Stream.concat(topics().stream(), Stream.of(name + "-batch-changelog"))
                        .toList())
                .all());
    }

    private void withAdmin(Function<Admin, KafkaFuture<Void>> action) {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            action.apply(admin).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics of the benchmark cannot be made or deleted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    StreamTrial start() {
        return start(Map.of());
    }

    /** @param more environment variables of the instances */
    StreamTrial start(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
                "KAFKA_STREAMS_APPLICATION_ID", name,
                "VERDICT_TOPICS_REVIEWS", topic("reviews"),
                "VERDICT_TOPICS_SENTIMENTS", topic("sentiments"),
                "VERDICT_TOPICS_DEAD", topic("dead"),
                "VERDICT_THREADS", Integer.toString(setup.threads()),
                "KAFKA_STREAMS_PROCESSING_GUARANTEE", setup.guarantee()));
        for (int i = 0; i < setup.instances(); i++) {
            instances.add(
                    setup.engine().equals(StreamSetup.STOCK)
                            ? StreamProcess.stock(environment)
                            : StreamProcess.service(root, environment));
        }
        return this;
    }

    /** Lets an instance train from now on. */
    StreamTraining train() {
        return StreamTraining.start(instances.getFirst().url());
    }

    /** Lets so many listen to the live feed of an instance. */
    StreamListeners listen(int count, int perSecond) {
        return new StreamListeners(instances.getFirst().url(), count, perSecond);
    }

    StreamLoad load() {
        return load;
    }

    /** The highest rate, in steps of a twentieth of the throughput when saturated, that is sustained. */
    StreamRun highestRate(int window, Duration warmUp, Duration measured) {
        double[] before = cpuSeconds();
        double saturated = load.saturate(window, warmUp, measured).reviewsPerSecond();
        for (double share = 1; share > LOWEST; share -= STEP) {
            Measured trial = load.openLoop(share * saturated, measured.dividedBy(4), measured);
            if (trial.backlogAtEnd() < BACKLOG_SECONDS * trial.rate()) {
                return StreamRun.of(setup, "rate", saturated, trial.rate(), trial, resident(), since(before));
            }
        }
        throw new IllegalStateException("not even half of the saturated rate is sustained: " + setup);
    }

    /** Throughput with as many reviews on their way as the window says. */
    StreamRun saturated(String part, int window, Duration warmUp, Duration measured) {
        double[] before = cpuSeconds();
        Measured trial = load.saturate(window, warmUp, measured);
        return StreamRun.of(
                setup, part, trial.reviewsPerSecond(), trial.reviewsPerSecond(), trial, resident(), since(before));
    }

    StreamRun at(String part, double rate, Duration warmUp, Duration measured) {
        double[] before = cpuSeconds();
        var resident = new ArrayList<Double>();
        Thread sampling = sampling(resident);
        Measured trial = load.openLoop(rate, warmUp, measured);
        sampling.interrupt();
        join(sampling);
        return StreamRun.of(setup, part, 0, trial.reviewsPerSecond(), trial, resident, since(before));
    }

    /** Works off what lies in the topic already; the stream starts only then. */
    StreamRun backlog(long count) {
        load.fill(count);
        long start = System.nanoTime();
        start();
        double[] before = cpuSeconds();
        var resident = new ArrayList<Double>();
        Thread sampling = sampling(resident);
        load.awaitAll();
        double seconds = (System.nanoTime() - start) / 1e9;
        sampling.interrupt();
        join(sampling);
        return new StreamRun(
                setup.engine(),
                "backlog",
                setup.threads(),
                setup.instances(),
                setup.guarantee(),
                0,
                0,
                count / seconds,
                0,
                0,
                0,
                resident,
                since(before));
    }

    private Thread sampling(List<Double> resident) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    resident.addAll(resident());
                    TimeUnit.SECONDS.sleep(5);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Double> resident() {
        return List.of(instances.stream()
                .mapToDouble(StreamProcess::residentMebibytes)
                .max()
                .orElse(0));
    }

    private double[] cpuSeconds() {
        return new double[] {
            instances.stream().mapToDouble(StreamProcess::cpuSeconds).sum(),
            ProcessHandle.of(brokerPid).map(StreamProcess::cpuSeconds).orElse(0.0),
            StreamProcess.cpuSeconds(ProcessHandle.current())
        };
    }

    private List<Double> since(double[] before) {
        double[] now = cpuSeconds();
        return IntStream.range(0, now.length).mapToObj(i -> now[i] - before[i]).toList();
    }

    @Override
    public void close() {
        load.close();
        instances.forEach(StreamProcess::close);
        deleteTopics();
    }
}
