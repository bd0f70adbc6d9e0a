package dev.verdict.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.demo.SampleReviews;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Sends numbered reviews at a steady rate, whether they are taken or not. A review's number is in its id, in a header and in its
 * timestamp, and tells its key; each key has many. One in ten has the text of a real review.
 */
public final class ReviewFlow implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int KEYS = 97;
    private static final int REAL_TEXTS = 10;
    private static final String NUMBER = "number";
    /** Of now: a broker that restarts forgets producers whose records are old, and takes twice what they send again. */
    private static final long FIRST_TIMESTAMP = System.currentTimeMillis();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<SampleReviews.SampleReview> SAMPLE = SampleReviews.read();

    private final String topic;
    private final int reviews;
    private final int perSecond;
    private final IntFunction<byte[]> values;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);
    private volatile boolean stopped;

    /** @param values the value of a review by its number */
    public ReviewFlow(String bootstrapServers, String topic, int reviews, int perSecond, IntFunction<byte[]> values) {
        this.topic = topic;
        this.reviews = reviews;
        this.perSecond = perSecond;
        this.values = values;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        1,
                        "max.request.size",
                        8 << 20,
                        "reconnect.backoff.max.ms",
                        200,
                        // The default forgets the topic while no broker is there, and each send waits for it.
                        "metadata.recovery.strategy",
                        "none"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public void start() {
        producer.partitionsFor(topic); // so that the first review does not wait for it
        end = CompletableFuture.runAsync(
                this::send, task -> Thread.ofPlatform().name("review-flow").start(task));
    }

    private void send() {
        long start = System.nanoTime();
        for (int number = 0; number < reviews && !stopped; number++) {
            long due = start + number * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            producer.send(message(number), (_, e) -> failure.compareAndSet(null, e));
            sent.incrementAndGet();
        }
        producer.flush();
    }

    private ProducerRecord<String, byte[]> message(int number) {
        var message = new ProducerRecord<>(topic, null, timestamp(number), key(number), values.apply(number));
        message.headers().add(NUMBER, Integer.toString(number).getBytes(UTF_8));
        return message;
    }

    /** Returns when so many have been sent: the flow is the clock of a scenario. */
    public void awaitSent(int number) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (sent.get() < number) {
            if (end.isDone()) {
                end.join(); // throws what ended it
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + PATIENCE + " only " + sent + " reviews of " + number + " are sent");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Whether some have yet to be sent. */
    boolean isSending() {
        return sent.get() < reviews;
    }

    /** Returns when the broker has taken all of them. */
    public void awaitEnd() throws Exception {
        end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (failure.get() != null) {
            throw new AssertionError("the broker did not take a review", failure.get());
        }
    }

    @Override
    public void close() {
        stopped = true;
        producer.close(Duration.ZERO); // which also ends a flush
        end.handle((_, _) -> null).join();
    }

    public static byte[] review(int number) {
        String text = number % REAL_TEXTS == 0
                ? SAMPLE.get(number / REAL_TEXTS % SAMPLE.size()).text()
                : "a good film, seen " + number + " times";
        return review(number, text);
    }

    static byte[] review(int number, String text) {
        try {
            return JSON.writeValueAsBytes(Map.of("id", Integer.toString(number), "text", text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a review cannot be written as JSON", e);
        }
    }

    /** The number of the review that this came of. */
    static int number(ConsumerRecord<String, byte[]> message) {
        return Integer.parseInt(new String(message.headers().lastHeader(NUMBER).value(), UTF_8));
    }

    /** Whether key and timestamp are still the review's. */
    static boolean isFaithful(ConsumerRecord<String, byte[]> message) {
        int number = number(message);
        return key(number).equals(message.key()) && timestamp(number) == message.timestamp();
    }

    private static String key(int number) {
        return "key-" + number % KEYS;
    }

    private static long timestamp(int number) {
        return FIRST_TIMESTAMP + number;
    }
}
