package dev.verdict.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.function.Supplier;

/** A gauge of the stream that runs now: the registry lives as long as the JVM, and would keep one of a stream before. */
public final class StreamGauge {
    private StreamGauge() {}

    /** Takes the place of those that have the same name. */
    public static void register(MeterRegistry registry, String name, String description, Supplier<Number> value) {
        registry.find(name).gauges().forEach(registry::remove);
        Gauge.builder(name, value).description(description).register(registry);
    }
}
