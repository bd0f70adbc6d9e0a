package dev.verdict.stream;

import io.quarkus.runtime.util.ExceptionUtil;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Replaces stream threads that failed; the new one takes the old one's tasks. It does so itself: a thread that Kafka Streams
 * replaces stays a member of its group, so that its partitions rest until the session times out, while one whose handler
 * throws leaves the group as it ends. What reaches it is a fault of ours or of
 * Kafka, never a bad record. A thread that got on until it failed is replaced at once; while threads fail before they
 * committed anything, the pauses grow. The stream counts as not ready for a while after each failure. Thread-safe.
 */
public final class FailedThreads implements StreamsUncaughtExceptionHandler {
    /** A failure is remembered that long: longer than the longest pause and a rebalance. */
    static final Duration MEMORY = Duration.ofSeconds(60);

    private static final Logger LOG = Logger.getLogger(FailedThreads.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Runnable addThread;
    private final Runnable onRecordTooLarge;
    private final Predicate<Thread> hasCommitted;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Failure last = new Failure(Instant.MIN, "", Duration.ZERO);

    private record Failure(Instant at, String reason, Duration pause) {}

    /**
     * @param addThread adds a stream thread; called on the one that failed, and again while it throws a KafkaException
     * @param onRecordTooLarge called when a thread died of a record that was refused for its size
     * @param hasCommitted whether a stream thread has ever committed
     */
    public FailedThreads(
            Runnable addThread, Runnable onRecordTooLarge, Predicate<Thread> hasCommitted, InstantSource clock) {
        this.addThread = addThread;
        this.onRecordTooLarge = onRecordTooLarge;
        this.hasCommitted = hasCommitted;
        this.clock = clock;
    }

    /** Why a thread failed of late, if one did. */
    synchronized Optional<String> recentFailure() {
        return isRecent() ? Optional.of(last.reason) : Optional.empty();
    }

    /** Between the last failure and its thread's replacement. */
    synchronized Duration pause() {
        return last.pause;
    }

    /** Lets threads end without a pause. */
    public void stop() {
        stopped.countDown();
    }

    /** Never returns: throws the failure. */
    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Throwable cause = ExceptionUtil.getRootCause(failure);
        Duration pause = remember(cause, hasCommitted.test(Thread.currentThread()));
        LOG.errorf(failure, "A stream thread failed and is replaced in %d ms", pause.toMillis());
        if (cause instanceof RecordTooLargeException) {
            onRecordTooLarge.run();
        }
        isStopped(pause);
        replace();
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof RuntimeException exception ? exception : new IllegalStateException(failure);
    }

    /** A thread that goes without another would be missing for ever. */
    private void replace() {
        for (boolean isReplaced = false; !isReplaced; ) {
            try {
                addThread.run();
                isReplaced = true;
            } catch (KafkaException e) {
                // Such as while the brokers' names cannot be resolved: no client can be made then.
                LOG.warnf("No stream thread can be added, so it is tried again: %s", ExceptionUtil.getRootCause(e));
                isReplaced = isStopped(FIRST_PAUSE);
            }
        }
    }

    /** Waits for the pause unless threads are to end. */
    private boolean isStopped(Duration pause) {
        try {
            return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized Duration remember(Throwable cause, boolean gotOn) {
        Duration pause = gotOn ? Duration.ZERO : isRecent() ? longerPause() : FIRST_PAUSE;
        last = new Failure(clock.instant(), cause.toString(), pause);
        return pause;
    }

    private Duration longerPause() {
        Duration doubled = last.pause.isZero() ? FIRST_PAUSE : last.pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private boolean isRecent() {
        return last.at.isAfter(clock.instant().minus(MEMORY));
    }
}
