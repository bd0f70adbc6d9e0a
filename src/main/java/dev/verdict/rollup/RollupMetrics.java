package dev.verdict.rollup;

import dev.verdict.stream.StreamGauge;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What was counted and what was not, as {@code docs/rollups.md} lists it. Safe for any number of threads. */
final class RollupMetrics {
    private final MeterRegistry registry;
    private final Counter counted;
    private final Counter unreadable;
    private final Counter refused;
    private final Map<String, Counter> late;

    RollupMetrics(MeterRegistry registry, List<RollupWindow> windows) {
        this.registry = registry;
        counted = counter("verdict.rollup.reviews", "Sentiments that were counted by subject");
        unreadable = counter("verdict.rollup.unreadable", "Records that are no sentiment");
        refused = counter("verdict.rollup.refused", "Reviews of subjects beyond the most that are counted");
        late = windows.stream()
                .collect(Collectors.toMap(
                        RollupWindow::name,
                        window -> Counter.builder("verdict.rollup.late")
                                .description("Reviews that came when their window was over, grace and all")
                                .tag("window", window.name())
                                .register(registry)));
    }

    /** The others are counters of what happens, these are read off. */
    void watch(Supplier<Number> subjects, Supplier<Number> lag, Supplier<Number> running) {
        StreamGauge.register(registry, "verdict.rollup.subjects", "Subjects that this instance counts", subjects);
        StreamGauge.register(registry, "verdict.rollup.lag", "Sentiments that this instance has not read", lag);
        StreamGauge.register(registry, "verdict.rollup.running", "1 while the rollups of this instance go on", running);
    }

    void counted() {
        counted.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    void refused() {
        refused.increment();
    }

    void late(RollupWindow window) {
        late.get(window.name()).increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
