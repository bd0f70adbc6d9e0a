package dev.verdict.stream;

import io.smallrye.config.SmallRyeConfigBuilder;

import java.util.Map;

/** Settings as the service would read them. */
public final class TestConfigs {
    private TestConfigs() {}

    public static <T> T of(Class<T> mapping, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(mapping)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(mapping);
    }
}
