package dev.verdict.live;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.verdict.review.Sentiment;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Feeds the feed of the running service. */
@ApplicationScoped
class LiveBeans {
    private static final Logger LOG = Logger.getLogger(LiveBeans.class);
    private static final ObjectReader JSON =
            new ObjectMapper().readerFor(Sentiment.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final SentimentFeed feed;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-heartbeat").factory());

    LiveBeans(SentimentFeed feed) {
        this.feed = feed;
    }

    @Produces
    @Singleton
    static SentimentFeed feed(LiveConfig config, MeterRegistry registry) {
        var feed = new SentimentFeed(config.recent(), config.listeners(), System::nanoTime);
        Gauge.builder("verdict.live.listeners", feed, SentimentFeed::listeners)
                .description("Connections that listen to sentiments")
                .register(registry);
        return feed;
    }

    void onStart(@Observes StartupEvent event, LiveConfig config) {
        heart.scheduleAtFixedRate(
                () -> feed.heartbeat(Instant.now()),
                config.heartbeatMillis(),
                config.heartbeatMillis(),
                TimeUnit.MILLISECONDS);
    }

    void onStop(@Observes ShutdownEvent event) {
        heart.shutdownNow();
    }

    /** As many as a poll brings: with one at a time, passing them on took more of the machine than their text. */
    @Incoming("sentiments")
    void read(ConsumerRecords<byte[], byte[]> messages) {
        messages.forEach(this::publish);
    }

    private void publish(ConsumerRecord<byte[], byte[]> message) {
        try {
            Sentiment sentiment = JSON.readValue(message.value());
            if (sentiment == null || sentiment.label() == null) {
                throw new IllegalArgumentException("no label");
            }
            feed.publish(message.partition(), message.offset(), Instant.ofEpochMilli(message.timestamp()), sentiment);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debugf(
                    "Passed over offset %d of %s-%d, which is no sentiment: %s",
                    message.offset(),
                    message.topic(),
                    message.partition(),
                    e.getClass().getSimpleName());
        }
    }
}
