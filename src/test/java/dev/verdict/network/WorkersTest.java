package dev.verdict.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void shouldRunEachTaskOnceAndPhasesInOrder(int threads) {
        // Given
        var workers = Workers.of(threads);
        var runs = new AtomicIntegerArray(100);
        var tooEarly = new AtomicInteger();

        // When
        workers.run(new Workers.Phase(100, runs::incrementAndGet), new Workers.Phase(100, task -> {
            for (int i = 0; i < 100; i++) {
                tooEarly.addAndGet(runs.get(i) < 1 ? 1 : 0);
            }
            runs.incrementAndGet(task);
        }));

        // Then
        assertThat(tooEarly).hasValue(0);
        for (int i = 0; i < 100; i++) {
            assertThat(runs.get(i)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 100_000_000})
    void shouldRunCallsThatFollowEachOtherHoweverLongThreadsLinger(long lingerNanos) {
        // Given
        var workers = new Workers(3, lingerNanos);
        var runs = new AtomicInteger();

        // When
        for (int call = 0; call < 1_000; call++) {
            workers.run(new Workers.Phase(5, _ -> runs.incrementAndGet()));
        }

        // Then
        assertThat(runs).hasValue(5_000);
    }

    @Test
    void shouldLetCallersWorkAloneWhileOthersHaveTheThreads() throws Exception {
        // Given
        var workers = Workers.of(2);
        var runs = new AtomicInteger();
        Runnable caller = () -> {
            for (int call = 0; call < 500; call++) {
                workers.run(new Workers.Phase(7, _ -> runs.incrementAndGet()));
            }
        };

        // When
        try (var callers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                callers.submit(caller);
            }
        }

        // Then
        assertThat(runs).hasValue(4 * 500 * 7);
    }

    @Test
    void shouldThrowOnWhatATaskThrew() {
        // Given
        var workers = Workers.of(2);

        // Then
        assertThatThrownBy(() -> workers.run(new Workers.Phase(10, task -> {
                    if (task == 7) {
                        throw new IllegalStateException("task 7");
                    }
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("task 7");
    }
}
