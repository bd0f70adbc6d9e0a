package dev.verdict.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.stream.TestConfigs;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Holds {@code docs/rollups.md} to the code. */
class RollupDocumentTest {
    private List<String> rows;

    @BeforeEach
    void read() throws IOException {
        rows = Files.readAllLines(Path.of("docs/rollups.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    @Test
    void shouldStateTheDefaults() {
        RollupConfig config = TestConfigs.of(RollupConfig.class, Map.of());

        assertRow("VERDICT_ROLLUP_ENABLED", config.enabled());
        assertRow("VERDICT_ROLLUP_WINDOWS", String.join(",", config.windows()));
        assertRow("VERDICT_ROLLUP_GRACE", config.grace());
        assertRow("VERDICT_ROLLUP_INTERVAL_MILLIS", config.intervalMillis());
        assertRow("VERDICT_ROLLUP_SUBJECTS", config.subjects());
        assertRow("VERDICT_ROLLUP_MINIMUM", config.minimum());
        assertRow("VERDICT_ROLLUP_THREADS", config.threads());
        assertRow("VERDICT_ROLLUP_STANDBYS", config.standbys());
        assertRow(
                "VERDICT_TOPICS_ROLLUPS",
                TestConfigs.of(TopicsConfig.class, Map.of()).rollups());
    }

    @Test
    void shouldListEveryMetric() {
        // Given
        var registry = new SimpleMeterRegistry();
        var settings = RollupSettings.of(TestConfigs.of(RollupConfig.class, Map.of()));
        new RollupMetrics(registry, settings.windows()).watch(() -> 0, () -> 0, () -> 0);

        // Then
        assertThat(registry.getMeters()).allSatisfy(meter -> {
            String name = meter.getId().getName().replace('.', '_');
            assertThat(rows).anyMatch(row -> row.startsWith("| `" + name));
        });
    }

    private void assertRow(String variable, Object defaultValue) {
        assertThat(rows).anyMatch(row -> row.startsWith("| `" + variable + "` | `" + defaultValue + "` |"));
    }
}
