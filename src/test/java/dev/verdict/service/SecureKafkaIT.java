package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verdict.broker.EmbeddedKafka;
import dev.verdict.broker.EmbeddedKafkaOptions;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The service against a broker that lets in by TLS and a password only. */
class SecureKafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "a-password-that-nobody-may-see";

    @TempDir
    private static Path folder;

    private static TestCertificates certificates;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startBroker() throws Exception {
        certificates = TestCertificates.in(folder);
        kafka = start(Map.of(
                EmbeddedKafkaOptions.CLIENT_PROTOCOL,
                "SASL_SSL",
                EmbeddedKafkaOptions.SCRAM_USERS,
                "name=verdict,password=" + PASSWORD,
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.broker.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldScoreWhatComesOverHttpAndTellNobodyThePasswordWhenItIsRight() throws Exception {
        try (ServiceProcess service = ServiceProcess.startSmall(environment(client(kafka, PASSWORD)))) {
            // Given
            String url = service.url();
            awaitReady(url);

            // When
            given().contentType(ContentType.JSON)
                    .body(Map.of("id", "r-1", "text", "wonderful"))
                    .post(url + "/api/reviews")
                    .then()
                    .statusCode(202);

            // Then
            assertThat(new KafkaProbe(Map.copyOf(client(kafka, PASSWORD))).await("sentiments", "r-1"))
                    .isNotNull();
            for (String page : List.of("health", "metrics", "openapi", "swagger-ui/")) {
                assertThat(when().get(url + "/q/" + page).asString()).as(page).doesNotContain(PASSWORD);
            }
            assertThat(service.output()).noneMatch(line -> line.contains(PASSWORD));
            assertThat(service.info().commandLine())
                    .hasValueSatisfying(line -> assertThat(line).doesNotContain(PASSWORD));
        }
    }

    @Test
    void shouldFailAtOnceWhenPasswordIsWrong() throws Exception {
        assertFails(client(kafka, "guess"), "Kafka does not let us in", "invalid credentials");
    }

    @Test
    void shouldFailAtOnceWhenAnotherAuthorityIsTrusted() throws Exception {
        TestCertificates others = TestCertificates.in(Files.createDirectory(folder.resolve("others")));
        Map<String, String> client = client(kafka, PASSWORD);
        client.put("ssl.truststore.location", others.authority().toString());

        assertFails(client, "the TLS connection to Kafka fails", "unable to find valid certification path");
    }

    @Test
    void shouldFailAtOnceWhenCertificateIsForAnotherHost() throws Exception {
        Map<String, String> client = client(kafka, PASSWORD);
        client.put("bootstrap.servers", kafka.bootstrapServers().replace("127.0.0.1", "localhost"));

        assertFails(client, "the TLS connection to Kafka fails", "matching localhost");
    }

    @Test
    void shouldFailAtOnceWhenTruststoreIsMissing() throws Exception {
        Map<String, String> client = client(kafka, PASSWORD);
        client.put("ssl.truststore.location", folder.resolve("nowhere.pem").toString());

        assertFails(client, "the Kafka client cannot be set up", "nowhere.pem does not exist");
    }

    @Test
    void shouldScoreWhenBrokerWantsCertificateOfClient() throws Exception {
        try (EmbeddedKafka mutual = start(Map.of(
                EmbeddedKafkaOptions.CLIENT_PROTOCOL,
                "SSL",
                "listener.name.broker.ssl.client.auth",
                "required",
                "listener.name.broker.ssl.truststore.type",
                "PEM",
                "listener.name.broker.ssl.truststore.location",
                certificates.authority().toString()))) {
            // Given
            Map<String, String> client = tls(mutual);
            assertFails(client, "the TLS connection to Kafka fails");
            client.put(
                    "ssl.keystore.location",
                    certificates.sign("verdict", "dns:verdict").toString());
            client.put("ssl.keystore.password", TestCertificates.PASSWORD);
            client.put("ssl.keystore.type", "PKCS12");

            // Then
            try (ServiceProcess service = ServiceProcess.startSmall(environment(client))) {
                awaitReady(service.url());
            }
        }
    }

    @Test
    void shouldScoreWhenBrokerWantsBearerToken() throws Exception {
        String claims = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required %s;";
        try (EmbeddedKafka bearer = start(Map.of(
                EmbeddedKafkaOptions.CLIENT_PROTOCOL,
                "SASL_SSL",
                "sasl.enabled.mechanisms",
                "OAUTHBEARER",
                "listener.name.broker.oauthbearer.sasl.jaas.config",
                claims.formatted("")))) {
            // Given
            Map<String, String> client = tls(bearer);
            client.put("security.protocol", "SASL_SSL");
            client.put("sasl.mechanism", "OAUTHBEARER");
            client.put("sasl.jaas.config", claims.formatted("unsecuredLoginStringClaim_sub=\"verdict\""));

            // Then
            try (ServiceProcess service = ServiceProcess.startSmall(environment(client))) {
                awaitReady(service.url());
            }
        }
    }

    private static EmbeddedKafka start(Map<String, String> properties) throws Exception {
        Path store = folder.resolve("broker.p12");
        if (!Files.exists(store)) {
            certificates.sign("broker", "ip:127.0.0.1");
        }
        var all = new HashMap<>(properties);
        all.put("listener.name.broker.ssl.keystore.type", "PKCS12");
        all.put("listener.name.broker.ssl.keystore.location", store.toString());
        all.put("listener.name.broker.ssl.keystore.password", TestCertificates.PASSWORD);
        return EmbeddedKafka.start(new EmbeddedKafkaOptions(256, folder, all));
    }

    private static Map<String, String> tls(EmbeddedKafka broker) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.authority().toString()));
    }

    private static Map<String, String> client(EmbeddedKafka broker, String password) {
        Map<String, String> client = tls(broker);
        client.put("security.protocol", "SASL_SSL");
        client.put("sasl.mechanism", "SCRAM-SHA-512");
        client.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"verdict\" password=\"%s\";"
                        .formatted(password));
        return client;
    }

    /** The clients' settings as the environment variables of the service. */
    private static Map<String, String> environment(Map<String, String> client) {
        return client.entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "KAFKA_" + setting.getKey().replace('.', '_').toUpperCase(Locale.ROOT),
                        Map.Entry::getValue));
    }

    private static void awaitReady(String url) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> when().get(url + "/q/health/ready").then().statusCode(200));
    }

    private static void assertFails(Map<String, String> client, String... reasons) throws Exception {
        try (ServiceProcess service = ServiceProcess.startSmall(environment(client))) {
            assertThat(service.awaitEnd()).isEqualTo(1);
            assertThat(service.output()).noneMatch(line -> line.startsWith("\tat "));
            assertThat(service.output())
                    .filteredOn(line -> line.startsWith("verdict: "))
                    .singleElement()
                    .asString()
                    .contains(reasons);
        }
    }
}
