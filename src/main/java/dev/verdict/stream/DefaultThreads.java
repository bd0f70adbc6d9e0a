package dev.verdict.stream;

import org.eclipse.microprofile.config.spi.ConfigSource;

import java.util.Map;
import java.util.Set;

/**
 * The default of {@code verdict.threads}, which depends on the machine: a stream thread for each core but one, which is left to
 * Kafka's clients and HTTP, and at least one.
 */
public final class DefaultThreads implements ConfigSource {
    static final String NAME = "verdict.threads";
    // Below application.properties (250) and the environment (300).
    private static final int ORDINAL = 50;

    private final Map<String, String> properties =
            Map.of(NAME, Integer.toString(of(Runtime.getRuntime().availableProcessors())));

    static int of(int cores) {
        return Math.max(1, cores - 1);
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public String getValue(String name) {
        return properties.get(name);
    }

    @Override
    public String getName() {
        return "cores of this machine";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
