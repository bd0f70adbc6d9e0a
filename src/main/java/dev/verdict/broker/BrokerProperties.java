package dev.verdict.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of a broker that is alone, small, short-lived and reachable from this machine only. */
final class BrokerProperties {
    static final int NODE_ID = 1;
    static final String HOST = "127.0.0.1";
    static final String BROKER_LISTENER = "BROKER";
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    /** By which the broker talks to itself, whatever clients must do to be let in. */
    private static final String INTERNAL_LISTENER = "INTERNAL";

    // A model artifact of 32 MiB and its record's envelope.
    private static final int MAX_RECORD_BYTES = 36 * 1024 * 1024;

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.coordinator.rebalance.protocols", "classic,consumer,streams"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
            // A new member gets its tasks some heartbeats after it joined; the default of 5 s is for large clusters.
            Map.entry("group.consumer.min.heartbeat.interval.ms", "500"),
            Map.entry("group.consumer.heartbeat.interval.ms", "500"),
            Map.entry("group.streams.min.heartbeat.interval.ms", "500"),
            Map.entry("group.streams.heartbeat.interval.ms", "500"),
            // The default takes half of the heap; this is enough for 80,000 keys.
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
            Map.entry("message.max.bytes", String.valueOf(MAX_RECORD_BYTES)),
            Map.entry("replica.fetch.max.bytes", String.valueOf(MAX_RECORD_BYTES)));

    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", String.valueOf(NODE_ID)),
            // Port 0: the system chooses a free port when the socket is opened, so no other program can take it.
            Map.entry(
                    "listeners",
                    Stream.of(BROKER_LISTENER, INTERNAL_LISTENER, CONTROLLER_LISTENER)
                            .map(name -> name + "://" + HOST + ":0")
                            .collect(Collectors.joining(","))),
            Map.entry("inter.broker.listener.name", INTERNAL_LISTENER),
            Map.entry("controller.listener.names", CONTROLLER_LISTENER),
            // Kafka insists on an address, though only a node that must find the quorum uses it, and this one is the
            // quorum.
            Map.entry("controller.quorum.bootstrap.servers", HOST + ":0"));

    private static final String PLAINTEXT = "PLAINTEXT";
    private static final String LOG_FOLDER = "log.dirs";
    private static final String PROTOCOLS = "listener.security.protocol.map";
    private static final Set<String> OTHER_FIXED = Set.of(
            LOG_FOLDER, PROTOCOLS, "log.dir", "metadata.log.dir", "advertised.listeners", "controller.quorum.voters");

    private BrokerProperties() {}

    /** @throws IllegalArgumentException if one of the names decides where the broker listens or keeps its state */
    static void requireNoneFixed(Set<String> names) {
        for (String name : names) {
            if (FIXED.containsKey(name) || OTHER_FIXED.contains(name)) {
                throw new IllegalArgumentException("serverProperties must not set " + name);
            }
        }
    }

    static Map<String, String> of(Path logFolder, Map<String, String> serverProperties) {
        var properties = new HashMap<>(DEFAULTS);
        properties.putAll(serverProperties);
        properties.putAll(FIXED);
        properties.put(LOG_FOLDER, logFolder.toString());
        String protocol = serverProperties.getOrDefault(EmbeddedKafkaOptions.CLIENT_PROTOCOL, PLAINTEXT);
        properties.keySet().removeAll(Set.of(EmbeddedKafkaOptions.CLIENT_PROTOCOL, EmbeddedKafkaOptions.SCRAM_USERS));
        properties.put(
                PROTOCOLS,
                String.join(
                        ",",
                        BROKER_LISTENER + ":" + protocol,
                        INTERNAL_LISTENER + ":" + PLAINTEXT,
                        CONTROLLER_LISTENER + ":" + PLAINTEXT));
        return properties;
    }
}
