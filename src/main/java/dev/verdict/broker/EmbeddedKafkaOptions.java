package dev.verdict.broker;

import java.nio.file.Path;
import java.util.Map;

/**
 * How an embedded broker is started.
 *
 * @param heapMegabytes the most heap the broker's JVM takes, at least 64
 * @param parentFolder where the broker makes its state folder
 * @param serverProperties broker settings by their Kafka names, over the ones chosen here; {@link #CLIENT_PROTOCOL} and
 *     {@link #SCRAM_USERS} besides. The listener that clients see is named {@code BROKER}
 * @param longLived whether it is to be fast under a lasting load, rather than soon there and small
 */
public record EmbeddedKafkaOptions(
        int heapMegabytes, Path parentFolder, Map<String, String> serverProperties, boolean longLived) {
    /** {@code PLAINTEXT}, {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}: how clients must come in. */
    public static final String CLIENT_PROTOCOL = "verdict.client.protocol";

    /** Who may come in by SCRAM-SHA-512: {@code name=...,password=...}, several parted by semicolons. */
    public static final String SCRAM_USERS = "verdict.scram.users";

    // Measured: 232 MB resident after start.
    private static final int DEFAULT_HEAP_MEGABYTES = 256;

    public EmbeddedKafkaOptions {
        if (heapMegabytes < 64) {
            throw new IllegalArgumentException("heapMegabytes must be at least 64, not " + heapMegabytes);
        }
        BrokerProperties.requireNoneFixed(serverProperties.keySet());
        serverProperties = Map.copyOf(serverProperties);
    }

    /** For a broker that is soon there and small. */
    public EmbeddedKafkaOptions(int heapMegabytes, Path parentFolder, Map<String, String> serverProperties) {
        this(heapMegabytes, parentFolder, serverProperties, false);
    }

    /** 256 MB of heap, the system's folder for temporary files, no further settings. */
    public static EmbeddedKafkaOptions defaults() {
        return new EmbeddedKafkaOptions(
                DEFAULT_HEAP_MEGABYTES, Path.of(System.getProperty("java.io.tmpdir")), Map.of());
    }

    /** As {@link #defaults()}, for a load that lasts: 1 GB of heap, as Kafka's own scripts give, and all compilers. */
    public static EmbeddedKafkaOptions longLivedDefaults() {
        return new EmbeddedKafkaOptions(1024, defaults().parentFolder(), Map.of(), true);
    }
}
