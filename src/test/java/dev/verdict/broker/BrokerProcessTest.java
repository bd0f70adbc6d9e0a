package dev.verdict.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

class BrokerProcessTest {
    private static final EmbeddedKafkaOptions OPTIONS =
            new EmbeddedKafkaOptions(128, Path.of("/tmp"), Map.of("log.retention.hours", "1"));

    @Test
    void shouldRunTheProgramsCommandWhenTheProgramIsPackaged() {
        // When
        var command = BrokerProcess.of(OPTIONS, "target/quarkus-app/quarkus-run.jar");

        // Then
        assertThat(command)
                .contains("-Xmx128m")
                .endsWith("-jar", "target/quarkus-app/quarkus-run.jar", "broker", "/tmp", "log.retention.hours=1");
    }

    @Test
    void shouldCompileQuicklyOnlyWhenTheBrokerLivesShortly() {
        var lasting = BrokerProcess.of(EmbeddedKafkaOptions.longLivedDefaults(), "target/classes");

        assertThat(BrokerProcess.of(OPTIONS, "target/classes")).contains("-XX:TieredStopAtLevel=1");
        assertThat(lasting).doesNotContain("-XX:TieredStopAtLevel=1").contains("-Xmx1024m");
    }

    @Test
    void shouldRunTheServerWhenTheClassPathIsPlain() {
        // When
        var command = BrokerProcess.of(OPTIONS, "target/classes:kafka.jar");

        // Then
        assertThat(command)
                .endsWith(
                        "-cp",
                        "target/classes:kafka.jar",
                        "dev.verdict.broker.EmbeddedKafkaServer",
                        "/tmp",
                        "log.retention.hours=1");
    }
}
