package dev.verdict.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.model.ModelVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ModelGaugeTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void shouldShowTheLastModelAndNoOther() {
        var gauge = new ModelGauge(meters);

        gauge.show(new ModelVersion("20261123T231652Z-0b6388b9"));
        gauge.show(new ModelVersion("20261124T231652Z-1b6388b9"));

        assertThat(meters.find("verdict.model.active").gauges()).singleElement().satisfies(shown -> {
            assertThat(shown.getId().getTag("version")).isEqualTo("20261124T231652Z-1b6388b9");
            assertThat(shown.value()).isEqualTo(1);
        });
    }
}
