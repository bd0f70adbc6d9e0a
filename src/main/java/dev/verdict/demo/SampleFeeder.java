package dev.verdict.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.demo.SampleReviews.SampleReview;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
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

    private final List<SampleReview> sample;
    private final DemoConfig config;
    private final String bootstrapServers;
    private final String topic;
    private final CountDownLatch stopped = new CountDownLatch(1);

    SampleFeeder(List<SampleReview> sample, DemoConfig config, String bootstrapServers, String topic) {
        this.sample = sample;
        this.config = config;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    void stop() {
        stopped.countDown();
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        double nanosApart = Duration.ofSeconds(1).toNanos() / config.rate();
        try (Producer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (long sent = 0; config.reviews() == 0 || sent < config.reviews(); sent++) {
                long due = start + Math.round(sent * nanosApart);
                if (stopped.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                SampleReview review = sample.get((int) (sent % sample.size()));
                producer.send(new ProducerRecord<>(topic, review.id(), JSON.writeValueAsBytes(review)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a sample review cannot be written as JSON", e);
        }
    }
}
