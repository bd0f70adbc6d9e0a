package dev.verdict.broker;

import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoter;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A broker and its controller, started in this JVM on an empty folder.
 *
 * <p>This is what {@link KafkaRaftServer} puts together, which does not tell the ports its listeners were given. A fault
 * that Kafka calls fatal halts the JVM.
 */
final class KafkaNode implements AutoCloseable {
    private final ControllerServer controller;
    private final BrokerServer broker;

    private KafkaNode(KafkaConfig config) {
        var folders = KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KafkaNode.class), "");
        var shared = new SharedServer(
                config,
                folders._1(),
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(Map.of()),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
        broker = new BrokerServer(shared);
    }

    /** Formats the folder, starts on it, and returns when clients are served. */
    static KafkaNode start(Path logFolder, Map<String, String> serverProperties) throws Exception {
        var config = new KafkaConfig(BrokerProperties.of(logFolder, serverProperties), false);
        format(logFolder, serverProperties.getOrDefault(EmbeddedKafkaOptions.SCRAM_USERS, ""));
        var node = new KafkaNode(config);
        try {
            node.controller.startup();
            node.broker.startup();
            return node;
        } catch (RuntimeException | Error failure) {
            node.close();
            throw failure;
        }
    }

    private static void format(Path logFolder, String scramUsers) throws Exception {
        // The node itself writes its port into the set of voters when it is elected.
        var voter = new DynamicVoter(Uuid.randomUuid(), BrokerProperties.NODE_ID, BrokerProperties.HOST, 0);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerProperties.NODE_ID)
                .addDirectory(logFolder.toString())
                .setMetadataLogDirectory(logFolder.toString())
                .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                .setHasDynamicQuorum(true)
                .setScramArguments(Arrays.stream(scramUsers.split(";"))
                        .filter(user -> !user.isEmpty())
                        .map(user -> "SCRAM-SHA-512=[" + user + "]")
                        .toList())
                .setInitialControllers(new DynamicVoters(List.of(voter)))
                .run();
    }

    String bootstrapServers() {
        return BrokerProperties.HOST + ":"
                + broker.boundPort(ListenerName.normalised(BrokerProperties.BROKER_LISTENER));
    }

    @Override
    public void close() {
        broker.shutdown();
        controller.shutdown();
    }
}
