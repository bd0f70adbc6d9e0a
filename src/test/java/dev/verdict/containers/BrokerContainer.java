package dev.verdict.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.service.TestCertificates;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/**
 * A broker that is its own controller. Other containers reach it by {@link #PLAINTEXT}, {@link #TLS} and {@link #PASSWORD_TLS},
 * this machine by {@link #bootstrapServers()}, whose port a restart keeps.
 */
final class BrokerContainer extends GenericContainer<BrokerContainer> {
    static final String HOST = "kafka";
    static final String PLAINTEXT = HOST + ":19092";
    static final String TLS = HOST + ":19093";
    /** For {@link #USER} with {@link #PASSWORD} by SCRAM-SHA-512. */
    static final String PASSWORD_TLS = HOST + ":19094";

    static final String USER = "verdict";
    static final String PASSWORD = "a-password-that-nobody-may-see";

    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final String KEY_STORE = "/etc/kafka/secrets/broker.p12";
    private static final int STOP_SECONDS = 30;
    private static final int HOST_PORT = 9092;

    private final String bootstrapServers;

    /** @param keyStore PKCS12, with a certificate for {@link #HOST} */
    BrokerContainer(Network network, Path keyStore) throws IOException {
        super(IMAGE);
        int port = freePort();
        bootstrapServers = DockerClientFactory.instance().dockerHostIpAddress() + ":" + port;
        addFixedExposedPort(port, HOST_PORT);
        withNetwork(network);
        withNetworkAliases(HOST);
        withCopyFileToContainer(MountableFile.forHostPath(keyStore, 0644), KEY_STORE);
        withEnv(Map.ofEntries(
                Map.entry("CLUSTER_ID", "JmB7wyMvRJ-5gDCQ2LRY0w"),
                Map.entry("KAFKA_NODE_ID", "1"),
                Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
                Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL"),
                Map.entry(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT,HOST:PLAINTEXT,TLS:SSL,PASSWORD:SASL_SSL"),
                Map.entry(
                        "KAFKA_LISTENERS",
                        "INTERNAL://:19092,TLS://:19093,PASSWORD://:19094,HOST://:9092,CONTROLLER://:9093"),
                Map.entry(
                        "KAFKA_ADVERTISED_LISTENERS",
                        "INTERNAL://" + PLAINTEXT + ",TLS://" + TLS + ",PASSWORD://" + PASSWORD_TLS + ",HOST://"
                                + bootstrapServers),
                Map.entry("KAFKA_SSL_KEYSTORE_TYPE", "PKCS12"),
                Map.entry("KAFKA_SSL_KEYSTORE_LOCATION", KEY_STORE),
                Map.entry("KAFKA_SSL_KEYSTORE_PASSWORD", TestCertificates.PASSWORD),
                Map.entry("KAFKA_SASL_ENABLED_MECHANISMS", "SCRAM-SHA-512"),
                Map.entry(
                        "KAFKA_LISTENER_NAME_PASSWORD_SCRAM___SHA___512_SASL_JAAS_CONFIG",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
                Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
                Map.entry("KAFKA_HEAP_OPTS", "-Xms512m -Xmx512m")));
        waitingFor(Wait.forLogMessage(".*from RECOVERY to RUNNING.*", 1));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Lets {@link #USER} in. */
    void addUser() throws IOException, InterruptedException {
        ExecResult result = execInContainer(
                "/opt/kafka/bin/kafka-configs.sh",
                "--bootstrap-server",
                PLAINTEXT,
                "--alter",
                "--entity-type",
                "users",
                "--entity-name",
                USER,
                "--add-config",
                "SCRAM-SHA-512=[password=" + PASSWORD + "]");
        assertThat(result.getExitCode()).as(result.toString()).isZero();
    }

    /** Stops it in order and starts it again on what it kept; returns before it serves. */
    void restart() {
        dockerClient
                .restartContainerCmd(getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
    }
}
