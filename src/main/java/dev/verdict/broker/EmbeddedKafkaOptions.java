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
 */
public record EmbeddedKafkaOptions(int heapMegabytes, Path parentFolder, Map<String, String> serverProperties) {
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

    /** 256 MB of heap, the system's folder for temporary files, no further settings. */
    public static EmbeddedKafkaOptions defaults() {
        return new EmbeddedKafkaOptions(
                DEFAULT_HEAP_MEGABYTES, Path.of(System.getProperty("java.io.tmpdir")), Map.of());
    }
}
