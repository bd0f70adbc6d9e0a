package dev.verdict.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.demo.SampleReviews.SampleReview;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Plays the sample into the reviews topic at a steady pace, over and over, until it is stopped or a review could not be sent;
 * runs on one thread of its own.
 */
final class SampleFeeder implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<SampleReview> sample;
    private final int reviews;
    private final double rate;
    private final Map<String, Object> kafka;
    private final String topic;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Exception failure;

    /**
     * @param reviews to send; 0 goes on until it is stopped
     * @param kafka settings of the producer, {@code bootstrap.servers} at least
     */
    SampleFeeder(List<SampleReview> sample, int reviews, double rate, Map<String, Object> kafka, String topic) {
        this.sample = sample;
        this.reviews = reviews;
        this.rate = rate;
        this.kafka = kafka;
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
        double nanosApart = Duration.ofSeconds(1).toNanos() / rate;
        Producer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
        try {
            for (long sent = 0; failure == null && (reviews == 0 || sent < reviews); sent++) {
                long due = start + Math.round(sent * nanosApart);
                if (stopped.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                SampleReview review = sample.get((int) (sent % sample.size()));
                producer.send(new ProducerRecord<>(topic, review.id(), JSON.writeValueAsBytes(review)), this::sent);
            }
            producer.flush();
        } finally {
            producer.close(Duration.ZERO); // what is still under way when it is told to stop, nobody waits for
        }
    }

    private void sent(RecordMetadata record, Exception problem) {
        if (problem != null && stopped.getCount() > 0) {
            failure = problem;
        }
    }
}
