package dev.verdict.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.verdict.scoring.CurrentModel;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.apache.kafka.streams.KafkaStreams;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Pauses Kafka Streams until it is known which model must score, and when the {@link Breaker} opens; then it tries again after
 * a while. A paused stream stays a member
 * of its group and keeps its partitions; nothing is read further, nothing is written. Thread-safe.
 */
@ApplicationScoped
public class StreamPause {
    private static final Logger LOG = Logger.getLogger(StreamPause.class);

    private final KafkaStreams streams;
    private final Breaker breaker;
    private final CurrentModel model;
    private final Duration delay;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stream-pause").factory());
    private ScheduledFuture<?> trial;

    StreamPause(KafkaStreams streams, Breaker breaker, CurrentModel model, StreamConfig config) {
        this.streams = streams;
        this.breaker = breaker;
        this.model = model;
        this.delay = config.breaker().delay();
    }

    /**
     * How the stream of this instance is.
     *
     * @param state of Kafka Streams, such as {@code RUNNING}
     * @param breaker {@code CLOSED}, {@code HALF_OPEN} or {@code OPEN}
     * @param isPaused nothing is read or written
     */
    public record Status(
            String state,
            String breaker,
            @JsonProperty("paused") boolean isPaused) {}

    public Status status() {
        return new Status(streams.state().name(), breaker.state().name(), streams.isPaused());
    }

    /** Before the stream starts. */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        breaker.onOpen(this::pause);
        streams.pause();
        model.decided().thenRun(streams::resume);
    }

    void onStop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    /**
     * Goes on as soon as it is known which model must score, whatever comes next; the breaker starts anew. Does nothing to a
     * stream that is not paused.
     */
    public synchronized void resume() {
        breaker.close();
        cancelTrial();
        model.decided().thenRun(streams::resume);
    }

    private synchronized void pause() {
        streams.pause();
        LOG.warnf(
                "Too many of the last records would become dead letters: the stream pauses and tries again in %d ms",
                delay.toMillis());
        cancelTrial();
        if (!timer.isShutdown()) {
            trial = timer.schedule(this::tryAgain, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tryAgain() {
        breaker.tryAgain();
        streams.resume();
    }

    private void cancelTrial() {
        if (trial != null) {
            trial.cancel(false);
        }
    }
}
