package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

import java.util.HashMap;

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

    @Test
    void shouldGiveUpDeadConnectionsSoonInEveryClientWhenNothingElseIsSet() {
        var settings = new HashMap<>(StreamSettings.connections());
        settings.put("application.id", "verdict");
        settings.put("bootstrap.servers", "none:1");
        var config = new StreamsConfig(settings);

        assertThat(config.getAdminConfigs("admin"))
                .containsEntry("request.timeout.ms", 4_000)
                .containsEntry("default.api.timeout.ms", 4_000)
                .containsEntry("connections.max.idle.ms", 10_000);
        assertThat(config.getMainConsumerConfigs("verdict", "consumer", 0)).containsEntry("request.timeout.ms", 10_000);
        assertThat(config.getRestoreConsumerConfigs("restore"))
                .containsEntry("request.timeout.ms", 10_000)
                .containsEntry("connections.max.idle.ms", 10_000);
        assertThat(config.getProducerConfigs("producer")).containsEntry("request.timeout.ms", 10_000);
    }
}
