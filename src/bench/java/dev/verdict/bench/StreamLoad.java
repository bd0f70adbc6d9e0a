package dev.verdict.bench;

import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends reviews and reads their sentiments, committed ones only. A review's latency counts from the moment that it was due
 * to be sent, whenever it really was, so that a stream which holds the sender up does not look better for it.
 */
final class StreamLoad implements AutoCloseable {
    private static final String DUE = "bench.due";
    private static final long MAX_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(50);

    private final String topic;
    private final List<byte[]> reviews;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicReference<Exception> refusal = new AtomicReference<>();
    private final Thread reader;
    private volatile boolean closing;
    private volatile Window window = new Window(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Records due in it count for latencies, and records that arrive in it for throughput. */
    private static final class Window {
        private final long from;
        private final long to;
        private final Histogram micros = new Histogram(MAX_LATENCY_MICROS, 3);
        private long arrived;

        Window(long from, long to) {
            this.from = from;
            this.to = to;
        }

        void add(long due, long now) {
            if (now >= from && now < to) {
                arrived++;
            }
            if (due >= from && due < to) {
                micros.recordValue(Math.min(MAX_LATENCY_MICROS, (now - due) / 1_000));
            }
        }
    }

    /** @param backlogAtEnd reviews sent and not yet scored when the last was due */
    record Measured(double rate, double reviewsPerSecond, Histogram micros, long backlogAtEnd) {
        double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1e3;
        }
    }

    /**
     * @param partitions of both topics
     * @param reviews values of records, sent in turn
     */
    StreamLoad(String bootstrapServers, String topic, String sentiments, int partitions, List<byte[]> reviews) {
        this.topic = topic;
        this.reviews = reviews;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "latest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        // Not asked of the broker, which may not know a new topic's yet.
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(sentiments, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        reader = Thread.ofPlatform().daemon().name("reader").start(this::read);
    }

    private void read() {
        while (!closing) {
            var messages = consumer.poll(POLL);
            long now = System.nanoTime();
            Window current = window;
            synchronized (current) {
                for (ConsumerRecord<byte[], byte[]> message : messages) {
                    Header due = message.headers().lastHeader(DUE);
                    current.add(ByteBuffer.wrap(due.value()).getLong(), now);
                }
            }
            received.addAndGet(messages.count());
        }
        consumer.close();
    }

    private void send(long due) {
        long number = sent.getAndIncrement();
        byte[] key = ByteBuffer.allocate(8).putLong(number).array();
        var message = new ProducerRecord<>(topic, key, reviews.get((int) (number % reviews.size())));
        message.headers().add(DUE, ByteBuffer.allocate(8).putLong(due).array());
        producer.send(message, (_, e) -> refusal.compareAndSet(null, e));
    }

    /** Puts so many into the topic at once, for a stream that does not run yet. */
    void fill(long count) {
        for (long i = 0; i < count; i++) {
            send(System.nanoTime());
        }
        producer.flush();
    }

    long outstanding() {
        return sent.get() - received.get();
    }

    long received() {
        return received.get();
    }

    /** As many a second as the stream takes, with never more than {@code window} on their way. */
    Measured saturate(int window, Duration warmUp, Duration measured) {
        long from = System.nanoTime() + warmUp.toNanos();
        long to = from + measured.toNanos();
        this.window = new Window(from, to);
        while (System.nanoTime() < to) {
            if (outstanding() < window) {
                send(System.nanoTime());
            } else {
                LockSupport.parkNanos(200_000);
            }
        }
        return finish(Double.NaN, measured);
    }

    /** So many a second, each at its time whatever the stream does. */
    Measured openLoop(double rate, Duration warmUp, Duration measured) {
        long start = System.nanoTime();
        long from = start + warmUp.toNanos();
        long to = from + measured.toNanos();
        window = new Window(from, to);
        for (long i = 0; ; i++) {
            long due = start + Math.round(i * 1e9 / rate);
            if (due >= to) {
                break;
            }
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            send(due);
        }
        return finish(rate, measured);
    }

    private Measured finish(double rate, Duration measured) {
        long backlog = outstanding();
        producer.flush();
        awaitAll();
        Window done = window;
        synchronized (done) {
            return new Measured(rate, done.arrived / (measured.toNanos() / 1e9), done.micros.copy(), backlog);
        }
    }

    /** Until each review sent has its sentiment. */
    void awaitAll() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long seen = received.get();
        while (outstanding() > 0) {
            if (refusal.get() != null) {
                throw new IllegalStateException("the broker did not take a review", refusal.get());
            }
            LockSupport.parkNanos(1_000_000);
            if (received.get() != seen) {
                seen = received.get();
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException(outstanding() + " reviews got no sentiment");
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ZERO);
    }
}
