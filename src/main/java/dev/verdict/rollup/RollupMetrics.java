package dev.verdict.rollup;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.ArrayList;
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
    private final List<Meter> watched = new ArrayList<>();

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
        gauge("verdict.rollup.subjects", "Subjects that this instance counts", subjects);
        gauge("verdict.rollup.lag", "Sentiments that this instance has not read", lag);
        gauge("verdict.rollup.running", "1 while the rollups of this instance go on", running);
    }

    /** The registry may outlive what they are read off, and would not take such gauges of another one. */
    void unwatch() {
        watched.forEach(registry::remove);
        watched.clear();
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

    private void gauge(String name, String description, Supplier<Number> value) {
        watched.add(Gauge.builder(name, value).description(description).register(registry));
    }
}
