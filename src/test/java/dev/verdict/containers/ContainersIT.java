package dev.verdict.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.faults.FaultResult;
import dev.verdict.service.KafkaProbe;
import dev.verdict.service.TestCertificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.MountableFile;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The image against a broker of the published image, with networks that are cut and listeners that want TLS and a password. */
@Tag("containers")
class ContainersIT {
    private static final String TRUST_STORE = "/etc/kafka-ca/ca.pem";

    @TempDir
    static Path folder;

    private static Network network;
    private static TestCertificates certificates;
    private static BrokerContainer kafka;

    @BeforeAll
    static void startBroker() throws Exception {
        VerdictContainer.requireImage();
        certificates = TestCertificates.in(folder);
        network = Network.newNetwork();
        kafka = new BrokerContainer(network, certificates.sign("broker", "dns:" + BrokerContainer.HOST));
        kafka.start();
        kafka.addUser();
    }

    @AfterAll
    static void stopBroker() {
        if (kafka != null) {
            kafka.close();
            network.close();
        }
    }

    @Test
    void shouldShareTheReviewsWhenTwoContainersRun() throws Exception {
        try (var work = new SharedWork("shared", network, kafka, 2_000, 500)) {
            work.awaitOutcomes();

            for (VerdictContainer container : work.containers()) {
                assertThat(container.scored()).isBetween(1, 1_999);
            }
            assertSound(work.finish());
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenNetworkIsCutFor30Seconds() throws Exception {
        int perSecond = 100;
        try (var work = new SharedWork("cut", network, kafka, 4_000, perSecond)) {
            work.awaitSent(500);
            // Docker gives the lowest free address: in this order they change places, and nobody answers on an old
            // connection.
            List<VerdictContainer> containers = work.containers().stream()
                    .sorted(comparing(VerdictContainer::address).reversed())
                    .toList();
            List<String> addresses = addresses(containers);
            containers.forEach(VerdictContainer::cutOff);
            work.awaitSent(500 + 30 * perSecond);
            containers.forEach(VerdictContainer::reconnect);

            assertThat(addresses(containers)).isEqualTo(addresses.reversed());
            assertSound(work.finish());
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenBrokerRestarts() throws Exception {
        try (var work = new SharedWork("restart", network, kafka, 4_000, 200)) {
            work.awaitSent(500);
            kafka.restart();

            assertSound(work.finish());
        }
    }

    @Test
    void shouldScoreWhenBrokerWantsTls() throws Exception {
        assertScores("tls", Map.of("KAFKA_BOOTSTRAP_SERVERS", BrokerContainer.TLS, "KAFKA_SECURITY_PROTOCOL", "SSL"));
    }

    @Test
    void shouldScoreWhenBrokerWantsPassword() throws Exception {
        assertScores(
                "scram",
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        BrokerContainer.PASSWORD_TLS,
                        "KAFKA_SECURITY_PROTOCOL",
                        "SASL_SSL",
                        "KAFKA_SASL_MECHANISM",
                        "SCRAM-SHA-512",
                        "KAFKA_SASL_JAAS_CONFIG",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                                .formatted(BrokerContainer.USER, BrokerContainer.PASSWORD)));
    }

    private static List<String> addresses(List<VerdictContainer> containers) {
        return containers.stream().map(VerdictContainer::address).toList();
    }

    private static void assertScores(String id, Map<String, String> access) throws Exception {
        var environment = new HashMap<>(access);
        environment.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
        environment.put("KAFKA_SSL_TRUSTSTORE_LOCATION", TRUST_STORE);
        environment.put("VERDICT_ROLES", "scorer,api");
        try (var verdict = new VerdictContainer(network, environment)) {
            verdict.withCopyFileToContainer(MountableFile.forHostPath(certificates.authority(), 0644), TRUST_STORE);
            verdict.start();

            assertThat(verdict.postReview("{\"id\": \"%s\", \"text\": \"wonderful\"}".formatted(id)))
                    .isEqualTo(202);

            byte[] sentiment = new KafkaProbe(kafka.bootstrapServers())
                    .await("sentiments", id)
                    .value();
            assertThat(new String(sentiment, UTF_8)).contains("\"label\":\"POSITIVE\"");
            assertThat(verdict.getLogs()).doesNotContain(BrokerContainer.PASSWORD);
        }
    }

    private static void assertSound(FaultResult result) {
        assertThat(result.missing()).as("missing").isZero();
        assertThat(result.duplicates()).as("duplicates").isZero();
        assertThat(result.dead()).as("dead letters").isZero();
        assertThat(result.outOfOrder()).as("out of order").isZero();
        assertThat(result.unfaithful()).as("altered").isZero();
    }
}
