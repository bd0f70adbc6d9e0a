package dev.verdict.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Reads what becomes of the reviews, committed only, on a thread of its own, and keeps count. */
public final class Outcomes implements AutoCloseable {
    private final String sentiments;
    private final int[] verdicts;
    private final int[] deaths;
    private final Map<String, Integer> lastOfKey = new HashMap<>();
    private final Map<TopicPartition, Long> lastArrival = new HashMap<>();
    private final List<TopicPartition> all;
    /** Of the reading thread alone. */
    private final KafkaConsumer<String, byte[]> consumer;

    private final CompletableFuture<Void> end;
    private int outOfOrder;
    private int unfaithful;
    private long longestPause;
    private Set<TopicPartition> toReadToEnd;
    private volatile boolean stopped;

    /** @param partitions of either topic */
    public Outcomes(String bootstrapServers, String sentiments, String dead, int partitions, int reviews) {
        this.sentiments = sentiments;
        this.verdicts = new int[reviews];
        this.deaths = new int[reviews];
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "reconnect.backoff.max.ms",
                        200),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.all = IntStream.range(0, partitions)
                .boxed()
                .flatMap(partition ->
                        List.of(new TopicPartition(sentiments, partition), new TopicPartition(dead, partition))
                                .stream())
                .toList();
        consumer.assign(all);
        long now = System.nanoTime();
        all.stream()
                .filter(partition -> partition.topic().equals(sentiments))
                .forEach(partition -> lastArrival.put(partition, now));
        this.end = CompletableFuture.runAsync(
                this::read, task -> Thread.ofPlatform().name("outcomes").start(task));
    }

    private void read() {
        while (!stopped) {
            var polled = consumer.poll(Duration.ofMillis(100));
            long now = System.nanoTime();
            synchronized (this) {
                polled.forEach(message -> count(message, now));
                if (toReadToEnd != null) {
                    Map<TopicPartition, Long> ends = consumer.endOffsets(toReadToEnd);
                    toReadToEnd.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
                }
                notifyAll();
            }
        }
    }

    private void count(ConsumerRecord<String, byte[]> message, long now) {
        int number = ReviewFlow.number(message);
        if (!message.topic().equals(sentiments)) {
            deaths[number]++;
            return;
        }
        verdicts[number]++;
        if (!ReviewFlow.isFaithful(message)
                || !new String(message.value(), UTF_8).startsWith("{\"id\":\"" + number + "\"")) {
            unfaithful++;
        }
        Integer before = lastOfKey.put(message.key(), number);
        if (before != null && before >= number) {
            outOfOrder++;
        }
        long last = lastArrival.put(new TopicPartition(message.topic(), message.partition()), now);
        longestPause = Math.max(longestPause, now - last);
    }

    /** Returns when every review has one, or when none came for so long. */
    public synchronized void awaitAll(Duration patience) throws InterruptedException {
        int settled = settled();
        long deadline = System.nanoTime() + patience.toNanos();
        while (settled < verdicts.length && System.nanoTime() < deadline) {
            wait(100);
            if (settled() > settled) {
                settled = settled();
                deadline = System.nanoTime() + patience.toNanos();
            }
        }
    }

    private int settled() {
        return (int) IntStream.range(0, verdicts.length)
                .filter(number -> verdicts[number] + deaths[number] > 0)
                .count();
    }

    /** Returns when all that the topics hold has been counted; nobody may write to them any more. */
    public synchronized void awaitEnd(Duration patience) throws InterruptedException {
        toReadToEnd = new HashSet<>(all);
        long deadline = System.nanoTime() + patience.toNanos();
        while (!toReadToEnd.isEmpty() && System.nanoTime() < deadline) {
            wait(100);
        }
        if (!toReadToEnd.isEmpty()) {
            throw new AssertionError("not all can be read of " + toReadToEnd);
        }
    }

    /** Of the committed verdicts of any partition, in milliseconds. */
    public synchronized FaultResult result(String fault) {
        int[] all = IntStream.range(0, verdicts.length)
                .map(number -> verdicts[number] + deaths[number])
                .toArray();
        return new FaultResult(
                fault,
                verdicts.length,
                IntStream.of(verdicts).sum(),
                IntStream.of(deaths).sum(),
                (int) IntStream.of(all).filter(count -> count == 0).count(),
                IntStream.of(all)
                        .filter(count -> count > 1)
                        .map(count -> count - 1)
                        .sum(),
                longestPause / 1_000_000,
                outOfOrder,
                unfaithful);
    }

    @Override
    public void close() {
        stopped = true;
        end.handle((_, _) -> null).join();
        consumer.close();
    }
}
