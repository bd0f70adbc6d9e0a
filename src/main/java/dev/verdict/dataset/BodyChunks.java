package dev.verdict.dataset;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of a response, taken chunk by chunk by one thread, which waits for the next no longer than the stall
 * timeout: the streams of {@link java.net.http.HttpClient} would wait for ever.
 */
final class BodyChunks implements Flow.Subscriber<List<ByteBuffer>> {
    private sealed interface Signal {
        record Chunk(List<ByteBuffer> buffers) implements Signal {}

        record End() implements Signal {}

        record Failure(Throwable cause) implements Signal {}
    }

    /** Holds two signals at most: a chunk is asked for when the one before is taken. */
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    private final Duration stallTimeout;
    private volatile Flow.Subscription subscription;

    BodyChunks(Duration stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    /**
     * @return empty at the end of the body
     * @throws TimeoutException if nothing comes within the stall timeout
     * @throws ExecutionException if the connection fails, which the cause tells
     */
    Optional<List<ByteBuffer>> next() throws InterruptedException, TimeoutException, ExecutionException {
        return switch (signals.poll(stallTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
            case null -> throw new TimeoutException();
            case Signal.Chunk(var buffers) -> {
                subscription.request(1);
                yield Optional.of(buffers);
            }
            case Signal.End() -> Optional.empty();
            case Signal.Failure(var cause) -> throw new ExecutionException(cause);
        };
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Signal.Chunk(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.Failure(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.End());
    }
}
