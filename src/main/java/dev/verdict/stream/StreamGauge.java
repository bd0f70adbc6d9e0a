package dev.verdict.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.function.ToDoubleFunction;

/** A gauge of the stream that runs now: the registry lives as long as the JVM, and would keep one of a stream before. */
final class StreamGauge {
    private StreamGauge() {}

    static <T> void register(
            MeterRegistry registry, String name, String description, T source, ToDoubleFunction<T> value) {
        registry.find(name).gauges().forEach(registry::remove);
        Gauge.builder(name, source, value).description(description).register(registry);
    }
}
