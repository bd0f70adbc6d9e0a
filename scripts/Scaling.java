import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The stream's model of cost, and what follows from it. Reads what {@code bench stream} and {@code bench scoring} wrote; see
 * docs/scaling.md.
 */
class Scaling {
    private static final ObjectMapper JSON = new ObjectMapper();

    // The stream's settings.
    private static final int BATCH = 64;
    private static final double BATCH_WAIT = 0.005;
    private static final double COMMIT_INTERVAL = 0.02;
    private static final int PARTITIONS = 4;

    // What is planned with.
    private static final double UTILISATION = 0.6;
    private static final int THREADS_OF_INSTANCE = 4;
    private static final double REVIEW_BYTES = 1_500;
    private static final double SENTIMENT_BYTES = 300;
    private static final int REPLICAS = 3;
    private static final double BROKER_BYTES_PER_SECOND = 300e6;

    /**
     * Seconds of a thread.
     *
     * @param batch for each batch, however large
     * @param review for each review in it, with all that Kafka costs
     */
    private record Cost(double batch, double review) {
        double of(int reviews) {
            return batch + reviews * review;
        }
    }

    private record Latency(double p50, double p99) {}

    public static void main(String... arguments) throws IOException {
        JsonNode stream = JSON.readTree(Path.of(arguments[0]).toFile());
        JsonNode scoring = JSON.readTree(Path.of(arguments[1]).toFile());
        JsonNode oneThread = run(stream, "rate", 1, 1);
        Cost cost = cost(oneThread.path("saturatedPerSecond").asDouble(), scoring);
        System.out.printf(
                Locale.ROOT,
                "A thread: %.0f us a batch and %.0f us a review, %.0f reviews/s in full batches.%n%n",
                cost.batch() * 1e6,
                cost.review() * 1e6,
                BATCH / cost.of(BATCH));
        check(stream, cost);
        plan(stream, cost);
    }

    /** A batch of one and one of 128 tell what a batch costs by itself; the stream's rate tells the rest. */
    private static Cost cost(double reviewsPerSecond, JsonNode scoring) {
        double single = secondsPerReview(scoring, 1);
        double large = secondsPerReview(scoring, 128);
        double batch = (single - large) * 128 / 127;
        return new Cost(batch, 1 / reviewsPerSecond - batch / BATCH);
    }

    private static double secondsPerReview(JsonNode scoring, int batch) {
        return all(scoring.path("results"))
                .filter(result -> result.path("engine").asText().equals("verdict")
                        && result.path("reviews").asText().equals("full")
                        && result.path("batch").asInt() == batch
                        && result.path("threads").asInt() == 1)
                .mapToDouble(result -> 1 / result.path("reviewsPerSecond").asDouble())
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode run(JsonNode stream, String part, int threads, int instances) {
        return all(stream.path("runs"))
                .filter(run -> run.path("engine").asText().equals("verdict")
                        && run.path("part").asText().equals(part)
                        && run.path("guarantee").asText().equals("exactly_once_v2")
                        && (threads == 0 || run.path("threads").asInt() == threads)
                        && run.path("instances").asInt() == instances)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not measured: " + part));
    }

    /** Against the latency at half the highest rate, which the model has not seen. */
    private static void check(JsonNode stream, Cost cost) {
        JsonNode measured = run(stream, "latency", 0, 1);
        int threads = measured.path("threads").asInt();
        double rate = measured.path("reviewsPerSecond").asDouble() / threads;
        Latency simulated = simulate(cost, rate, PARTITIONS / threads);
        System.out.printf(
                Locale.ROOT,
                "At %.0f reviews/s a thread: simulated p50 %.0f ms, p99 %.0f ms; measured %.0f and %.0f ms.%n",
                rate,
                simulated.p50() * 1e3,
                simulated.p99() * 1e3,
                measured.path("p50Millis").asDouble(),
                measured.path("p99Millis").asDouble());
        System.out.printf("%n| utilisation | p50, simulated | p99, simulated |%n|---|---|---|%n");
        for (double utilisation : new double[] {0.2, 0.4, 0.6, 0.8, 0.9, 0.95}) {
            Latency latency = simulate(cost, utilisation * BATCH / cost.of(BATCH), PARTITIONS);
            System.out.printf(
                    Locale.ROOT, "| %.2f | %.0f ms | %.0f ms |%n", utilisation, latency.p50() * 1e3, latency.p99() * 1e3);
        }
    }

    /**
     * One thread and its partitions for two minutes: reviews arrive at random, wait for their batch, are scored one batch after the
     * other and become readable with the next commit.
     */
    private static Latency simulate(Cost cost, double rate, int partitions) {
        var random = new SplittableRandom(1);
        List<Deque<Double>> waiting =
                IntStream.range(0, partitions).<Deque<Double>>mapToObj(_ -> new ArrayDeque<>()).toList();
        var scored = new ArrayDeque<Double>();
        var latencies = new double[(int) (rate * 130)];
        int count = 0;
        double now = 0;
        double arrival = 0;
        double commit = COMMIT_INTERVAL;
        while (now < 120 && count < latencies.length) {
            for (; arrival <= now; arrival += -Math.log(1 - random.nextDouble()) / rate) {
                waiting.get(random.nextInt(partitions)).add(arrival);
            }
            if (now >= commit) {
                for (double came : scored) {
                    if (count < latencies.length) {
                        latencies[count++] = now - came;
                    }
                }
                scored.clear();
                commit = now + COMMIT_INTERVAL;
            }
            double next = Math.min(arrival, commit);
            boolean isScoring = false;
            for (Deque<Double> partition : waiting) {
                int size = Math.min(BATCH, partition.size());
                if (size == BATCH || size > 0 && now >= partition.peek() + BATCH_WAIT) {
                    for (int i = 0; i < size; i++) {
                        scored.add(partition.remove());
                    }
                    now += cost.of(size);
                    isScoring = true;
                } else if (size > 0) {
                    next = Math.min(next, partition.peek() + BATCH_WAIT);
                }
            }
            if (!isScoring) {
                now = Math.max(next, now + 1e-6);
            }
        }
        double[] sorted = Arrays.copyOf(latencies, count);
        Arrays.sort(sorted);
        return new Latency(sorted[count / 2], sorted[(int) (count * 0.99)]);
    }

    private static void plan(JsonNode stream, Cost cost) {
        double ofThread = UTILISATION * BATCH / cost.of(BATCH);
        double mebibytes = all(run(stream, "sustained", 0, 1).path("residentMebibytes"))
                .mapToDouble(JsonNode::asDouble)
                .max()
                .orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%nPlanned at a utilisation of %.1f, instances of %d threads:%n%n", UTILISATION, THREADS_OF_INSTANCE);
        System.out.println("| reviews/s | threads | instances | their memory | partitions | brokers take in | brokers give out | brokers |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (double rate : new double[] {1e3, 1e5, 1e7}) {
            long threads = (long) Math.ceil(rate / ofThread);
            long instances = Math.max(2, (threads + THREADS_OF_INSTANCE - 1) / THREADS_OF_INSTANCE);
            long partitions = Math.max(PARTITIONS, (long) Math.ceil(threads * 1.5));
            double in = rate * (REVIEW_BYTES + SENTIMENT_BYTES) * REPLICAS;
            double followers = rate * (REVIEW_BYTES + SENTIMENT_BYTES) * (REPLICAS - 1);
            double out = followers + rate * (REVIEW_BYTES + 2 * SENTIMENT_BYTES);
            long brokers = Math.max(REPLICAS, (long) Math.ceil((in + out) / BROKER_BYTES_PER_SECOND));
            System.out.printf(
                    Locale.ROOT,
                    "| %,.0f | %,d | %,d | %,.1f GiB | %,d | %,.0f MB/s | %,.0f MB/s | %,d |%n",
                    rate,
                    threads,
                    instances,
                    instances * mebibytes / 1024,
                    partitions,
                    in / 1e6,
                    out / 1e6,
                    brokers);
        }
    }
}
