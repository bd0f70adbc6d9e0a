package dev.verdict.replay;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;

/** Writes records in transactions, each of some hundred. Not thread-safe. */
final class Transactions implements Replay.Writing, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Transactions.class);
    private static final int CALLS_OF_ONE = 250;

    private final Producer<byte[], byte[]> producer;
    private int calls;

    /** Ends what others with the producer's transactional id have begun, and keeps them from writing more. */
    Transactions(Producer<byte[], byte[]> producer) {
        this.producer = producer;
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** All of them become readable in one step, or none does. */
    @Override
    public void write(List<ProducerRecord<byte[], byte[]>> together) {
        guarded(() -> {
            if (calls == 0) {
                producer.beginTransaction();
            }
            together.forEach(producer::send);
        });
        calls++;
        if (calls == CALLS_OF_ONE) {
            finish();
        }
    }

    @Override
    public void finish() {
        if (calls > 0) {
            guarded(producer::commitTransaction); // waits for what was sent, and throws if any was refused
            calls = 0;
        }
    }

    /** A transaction that was not finished counts as not begun. */
    @Override
    public void close() {
        try {
            if (calls > 0) {
                producer.abortTransaction(); // else who reads committed records waits until the broker gives it up
            }
        } catch (KafkaException e) {
            LOG.debug("The last transaction could not be aborted, which is left to the broker", e);
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (KafkaException e) {
            throw isFenced(e)
                    ? new ReplayException("another replay has taken over", e)
                    : new ReplayException("the replay stopped: " + e.getMessage(), e);
        }
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }
}
