package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class StreamGaugeTest {
    @Test
    void shouldTellOfTheLastOneWhenAnotherIsRegisteredUnderTheSameName() {
        // Given
        var registry = new SimpleMeterRegistry();
        var before = new AtomicInteger(1);
        var now = new AtomicInteger(2);

        // When
        StreamGauge.register(registry, "lag", "Records", before::get);
        StreamGauge.register(registry, "lag", "Records", now::get);

        // Then
        assertThat(registry.get("lag").gauges()).hasSize(1);
        assertThat(registry.get("lag").gauge().value()).isEqualTo(2);
        assertThat(registry.get("lag").gauge().getId().getDescription()).isEqualTo("Records");
    }
}
