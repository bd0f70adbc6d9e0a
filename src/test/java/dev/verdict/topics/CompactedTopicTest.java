package dev.verdict.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;

class CompactedTopicTest {
    private final CompactedTopic topic = new CompactedTopic("verdict.models", 1000);

    private static Map<String, String> settings(Map<String, String> changes) {
        var settings = new HashMap<>(Map.of(
                "cleanup.policy", "compact",
                "retention.ms", "604800000",
                "retention.bytes", "-1",
                "max.message.bytes", "1000"));
        settings.putAll(changes);
        return settings;
    }

    @Test
    void shouldTakeTopicWhenItKeepsTheLastRecordOfEachKey() {
        assertThat(topic.problem(1, settings(Map.of()))).isEmpty();
    }

    @Test
    void shouldTakeTopicWhenItMayDeleteButNeverDoes() {
        assertThat(topic.problem(1, settings(Map.of("cleanup.policy", "delete,compact", "retention.ms", "-1"))))
                .isEmpty();
    }

    @Test
    void shouldRefuseTopicWhenItIsNotCompacted() {
        assertThat(topic.problem(1, settings(Map.of("cleanup.policy", "delete", "retention.ms", "-1"))))
                .hasValue("topic verdict.models is not compacted and would lose records in time: set"
                        + " cleanup.policy=compact (kafka-configs.sh --alter --entity-type topics --entity-name"
                        + " verdict.models --add-config cleanup.policy=compact)");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"retention.ms, 60000", "retention.bytes, 1000000"})
    void shouldRefuseTopicWhenItDeletesAndIsCompacted(String setting, String value) {
        // Given
        Map<String, String> changes = new HashMap<>(Map.of("cleanup.policy", "compact, delete", "retention.ms", "-1"));
        changes.put(setting, value);

        // When
        // Then
        assertThat(topic.problem(1, settings(changes)).orElseThrow())
                .contains("deletes records by " + setting + "=" + value)
                .contains("set cleanup.policy=compact");
    }

    @ParameterizedTest(name = "{0} bytes: {1}")
    @CsvSource({"999, true", "1000, false", "1001, false"})
    void shouldRefuseTopicWhenItsRecordsAreTooSmall(String limit, boolean refused) {
        // When
        var problem = topic.problem(1, settings(Map.of("max.message.bytes", limit)));

        // Then
        assertThat(problem.isPresent()).isEqualTo(refused);
        problem.ifPresent(sentence -> assertThat(sentence)
                .contains("takes records of at most 999 bytes, and they may have 1000")
                .contains("set max.message.bytes=1000"));
    }

    @Test
    void shouldRefuseTopicWhenItHasSeveralPartitions() {
        assertThat(topic.problem(2, settings(Map.of())).orElseThrow())
                .contains("has 2 partitions")
                .contains("make it anew with one partition");
    }
}
