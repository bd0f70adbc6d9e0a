package dev.verdict.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.demo.SampleReviews.SampleReview;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Plays the sample into the reviews topic at a steady pace, over and over; runs on one thread of its own. */
final class SampleFeeder implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The broker is on this machine. */
    private static final int TIMEOUT_MILLIS = 10_000;

    private final List<SampleReview> sample;
    private final DemoConfig config;
    private final String bootstrapServers;
    private final String topic;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Exception failure;

    SampleFeeder(List<SampleReview> sample, DemoConfig config, String bootstrapServers, String topic) {
        this.sample = sample;
        this.config = config;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    void stop() {
        stopped.countDown();
    }

    /** @throws IllegalStateException if a review could not be sent */
    void requireSound() {
        if (failure != null) {
            throw new IllegalStateException("a review could not be sent: " + failure, failure);
        }
    }

    @Override
    public void run() {
        try {
            play();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JsonProcessingException | RuntimeException e) {
            failure = e;
        }
    }

    private void play() throws InterruptedException, JsonProcessingException {
        long start = System.nanoTime();
        double nanosApart = Duration.ofSeconds(1).toNanos() / config.rate();
        Producer<String, byte[]> producer = producer();
        try {
            for (long sent = 0; config.reviews() == 0 || sent < config.reviews(); sent++) {
                long due = start + Math.round(sent * nanosApart);
                if (stopped.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                SampleReview review = sample.get((int) (sent % sample.size()));
                producer.send(new ProducerRecord<>(topic, review.id(), JSON.writeValueAsBytes(review)), this::sent);
            }
            stopped.await();
        } finally {
            producer.close(Duration.ZERO); // what is still under way when it is told to stop, nobody waits for
        }
    }

    private Producer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * TIMEOUT_MILLIS),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private void sent(RecordMetadata record, Exception problem) {
        if (problem != null && stopped.getCount() > 0) {
            failure = problem;
        }
    }
}
