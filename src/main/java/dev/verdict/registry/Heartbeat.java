package dev.verdict.registry;

import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells all instances what this one scores with: at once when that changes, and every few seconds that it is still there. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    private static final Duration LAST_LIMIT = Duration.ofSeconds(1);

    private final KafkaModelRegistry registry;
    private final String instance;
    private final Supplier<Instance.Announcement> announcement;
    private final BackgroundThread thread = new BackgroundThread("model-heartbeat", Thread.NORM_PRIORITY);

    Heartbeat(KafkaModelRegistry registry, String instance, Supplier<Instance.Announcement> announcement) {
        this.registry = registry;
        this.instance = instance;
        this.announcement = announcement;
    }

    void start(Duration period) {
        thread.scheduleWithFixedDelay(this::beat, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns at once. */
    void now() {
        thread.execute(this::beat);
    }

    private void beat() {
        if (registry.problem().isPresent()) {
            return;
        }
        try {
            registry.announce(instance, announcement.get().toBytes());
        } catch (KafkaException e) {
            LOG.debugf("This instance could not be announced: %s", e.getMessage());
        }
    }

    /** Takes leave, if Kafka is there. */
    @Override
    public void close() {
        try {
            thread.execute(() -> {
                if (registry.problem().isEmpty()) {
                    registry.announce(instance, null);
                }
            });
            thread.shutdown();
            thread.awaitTermination(LAST_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            thread.shutdownNow();
        }
    }
}
