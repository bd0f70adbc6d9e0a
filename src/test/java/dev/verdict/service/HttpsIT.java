package dev.verdict.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** HTTPS by the variables that docs/security.md names. No broker is there, as nothing of this waits for one. */
class HttpsIT {
    @TempDir
    private static Path folder;

    private static TestCertificates certificates;
    private static Path store;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = TestCertificates.in(folder);
        store = certificates.sign("verdict", "dns:localhost");
    }

    @Test
    void shouldAnswerOverHttpsOnlyWhenCertificateIsPemAndInsecureRequestsAreDisabled() throws Exception {
        TestCertificates.Pem pem = certificates.pem(store);
        // The plain port is taken: a service that opened it would end.
        try (var taken = new ServerSocket(0);
                var service = start(Map.of(
                        "QUARKUS_HTTP_SSL_CERTIFICATE_FILES", pem.chain().toString(),
                        "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES", pem.key().toString(),
                        "QUARKUS_HTTP_PORT", Integer.toString(taken.getLocalPort()),
                        "QUARKUS_HTTP_INSECURE_REQUESTS", "disabled"))) {
            assertAnswersWithCertificate(service);

            assertThat(service.output()).noneMatch(line -> line.contains("http://0.0.0.0"));
            List<String> key = Files.readAllLines(pem.key());
            assertThat(service.output()).noneMatch(line -> key.stream().anyMatch(line::contains));
        }
    }

    @Test
    void shouldAnswerOverHttpsAndTellNobodyThePasswordWhenCertificateIsInKeyStore() throws Exception {
        try (var service = start(Map.of(
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE",
                store.toString(),
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD",
                TestCertificates.PASSWORD,
                "QUARKUS_HTTP_INSECURE_REQUESTS",
                "disabled"))) {
            assertAnswersWithCertificate(service);

            assertThat(service.output()).noneMatch(line -> line.contains(TestCertificates.PASSWORD));
        }
    }

    private static ServiceProcess start(Map<String, String> settings) throws Exception {
        var environment = new HashMap<>(settings);
        environment.put("QUARKUS_HTTP_SSL_PORT", "0");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        return ServiceProcess.startSmall(environment);
    }

    private static void assertAnswersWithCertificate(ServiceProcess service) throws Exception {
        String url = service.url();
        assertThat(url).startsWith("https://");
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(certificates.authority()))
                .build()) {
            HttpResponse<Void> reply = client.send(
                    HttpRequest.newBuilder(URI.create(url + "/q/health/live")).build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.sslSession().orElseThrow().getPeerCertificates()[0])
                    .isEqualTo(keyStore().getCertificate("verdict"));
        }
    }

    private static KeyStore keyStore() throws Exception {
        return KeyStore.getInstance(store.toFile(), TestCertificates.PASSWORD.toCharArray());
    }

    private static SSLContext trusting(Path authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(authority)) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("authority", certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
