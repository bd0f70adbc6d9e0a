package dev.verdict.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(30)
class CacheLockTest {
    @TempDir
    Path folder;

    @Test
    void shouldSayOnceThatItWaitsWhenAnotherHoldsTheLock() throws Exception {
        // Given
        Path file = folder.resolve("lock");
        var said = new AtomicInteger();
        var waiting = new CountDownLatch(1);
        CacheLock first = CacheLock.acquire(file, said::incrementAndGet);
        assertThat(said).hasValue(0);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            var second = executor.submit(() -> {
                CacheLock.acquire(file, () -> {
                            said.incrementAndGet();
                            waiting.countDown();
                        })
                        .close();
                return true;
            });
            waiting.await();
            boolean waited = !second.isDone();
            first.close();

            // Then
            assertThat(second.get()).isTrue();
            assertThat(waited).isTrue();
            assertThat(said).hasValue(1);
        }
    }
}
