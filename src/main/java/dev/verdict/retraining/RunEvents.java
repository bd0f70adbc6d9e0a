package dev.verdict.retraining;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes how runs go. All trainers share one transactional id, so that one which was thought dead and is not can write nothing
 * more once another has begun. Thread-safe.
 */
final class RunEvents implements AutoCloseable {
    private static final String TRANSACTIONAL_ID = "verdict-trainer";
    private static final int TIMEOUT_MILLIS = 10_000;

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private volatile boolean broken;

    /** Keeps all earlier writers from writing; blocks until that is so. */
    RunEvents(String topic, Map<String, Object> kafka) {
        this.topic = topic;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(ProducerConfig.configNames());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** @throws KafkaException if it is not on the topic, such as when another trainer has begun */
    synchronized void write(TrainingRun run) {
        try {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, run.id().getBytes(UTF_8), RunJson.write(run)));
            producer.commitTransaction();
        } catch (KafkaException e) {
            broken = true;
            throw e;
        }
    }

    /** @throws KafkaException if something could not be written: whoever reads has missed it */
    void requireSound() {
        if (broken) {
            throw new KafkaException("an event of a training run could not be written");
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
