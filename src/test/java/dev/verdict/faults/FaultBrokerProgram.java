package dev.verdict.faults;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The JVM of a {@link FaultBroker}: folder, port and the controller's port are its arguments. It goes on with what it finds in
 * the folder, and stops when its standard input ends.
 */
final class FaultBrokerProgram {
    static final String READY = "READY";
    private static final int NODE_ID = 1;

    private FaultBrokerProgram() {}

    public static void main(String... arguments) throws Exception {
        PrintStream parent = System.out;
        System.setOut(System.err);
        Path folder = Path.of(arguments[0]);
        String port = arguments[1];
        String controllerPort = arguments[2];
        var config = new KafkaConfig(properties(folder, port, controllerPort), false);
        if (!Files.exists(folder.resolve("meta.properties"))) {
            format(Files.createDirectories(folder));
        }
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        parent.println(READY);
        parent.flush();
        awaitEndOfStandardInput();
        server.shutdown();
        server.awaitShutdown();
        System.exit(0);
    }

    private static void awaitEndOfStandardInput() throws IOException {
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static void format(Path folder) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setClusterId("verdict-faults-cluster")
                .setNodeId(NODE_ID)
                .addDirectory(folder.toString())
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private static Map<String, String> properties(Path folder, String port, String controllerPort) {
        var properties = new HashMap<String, String>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "BROKER");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        properties.put("log.dirs", folder.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("group.coordinator.rebalance.protocols", "classic,consumer,streams");
        // Alone in its cluster, and so small that it starts fast.
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.put(topic + ".num.partitions", "1");
            properties.put(topic + ".replication.factor", "1");
        }
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("log.cleaner.dedupe.buffer.size", "2097152");
        return properties;
    }
}
