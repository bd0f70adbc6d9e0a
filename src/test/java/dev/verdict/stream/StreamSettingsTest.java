package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {
    @Test
    void shouldGiveKafkaStreamsSettingsWithoutPrefix() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withDefaultValue("kafka-streams.application.id", "verdict")
                .withDefaultValue("kafka-streams.consumer.session.timeout.ms", "6000")
                .withDefaultValue("kafka.bootstrap.servers", "localhost:9092")
                .build();

        assertThat(StreamSettings.of(config))
                .containsOnly(entry("application.id", "verdict"), entry("consumer.session.timeout.ms", "6000"));
    }

    @Test
    void shouldLeaveOutSettingWhenItIsSetToNothing() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withDefaultValue("kafka-streams.application.server", "")
                .build();

        assertThat(StreamSettings.of(config)).isEmpty();
    }
}
