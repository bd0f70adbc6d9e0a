package dev.verdict.registry;

import dev.verdict.model.ModelVersion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Tells as a metric which model scores, or would if a review came. */
final class ModelGauge {
    private static final String NAME = "verdict.model.active";

    private final MeterRegistry meters;

    ModelGauge(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Takes the place of what was shown before. */
    void show(ModelVersion version) {
        meters.find(NAME).gauges().forEach(meters::remove);
        Gauge.builder(NAME, () -> 1)
                .description("1 for the version that scores")
                .tag("version", version.value())
                .register(meters);
    }
}
