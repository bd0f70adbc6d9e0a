package dev.verdict.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;

class EmbeddedKafkaOptionsTest {
    private static final Path FOLDER = Path.of("/tmp");

    @Test
    void shouldRefuseAHeapWhenItIsTooSmall() {
        assertThatThrownBy(() -> new EmbeddedKafkaOptions(63, FOLDER, Map.of()))
                .hasMessage("heapMegabytes must be at least 64, not 63");
        assertThatCode(() -> new EmbeddedKafkaOptions(64, FOLDER, Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> new EmbeddedKafkaOptions(65, FOLDER, Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"listeners", "advertised.listeners", "log.dirs"})
    void shouldRefuseASettingWhenItDecidesWhereTheBrokerIs(String name) {
        assertThatThrownBy(() -> new EmbeddedKafkaOptions(256, FOLDER, Map.of(name, "anything")))
                .hasMessage("serverProperties must not set " + name);
    }
}
