package dev.verdict.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority and what it signs, made by the JDK's keytool in a folder.
 *
 * @param authority its certificate, PEM
 */
public record TestCertificates(Path folder, Path authority) {
    public static final String PASSWORD = "certificates";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String AUTHORITY = "authority";

    public static TestCertificates in(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve(AUTHORITY + ".p12");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                AUTHORITY,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + folder.getFileName(),
                "-ext",
                "bc:c");
        Path certificate = folder.resolve(AUTHORITY + ".pem");
        keytool(store, "-exportcert", "-alias", AUTHORITY, "-rfc", "-file", certificate.toString());
        return new TestCertificates(folder, certificate);
    }

    /** A PKCS12 key store with a certificate for these names, such as {@code IP:127.0.0.1}. */
    public Path sign(String name, String subjectAlternativeNames) throws IOException, InterruptedException {
        Path store = folder.resolve(AUTHORITY + ".p12");
        String names = "san=" + subjectAlternativeNames;
        keytool(
                store,
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-signer",
                AUTHORITY,
                "-ext",
                names);
        Path own = folder.resolve(name + ".p12");
        keytool(own, "-importkeystore", "-srckeystore", store.toString(), "-srcstorepass", PASSWORD, "-srcalias", name);
        return own;
    }

    /** The certificate chain and the key of a store that {@link #sign} made, as PEM. */
    public Pem pem(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        String name = keys.aliases().nextElement();
        var chain = new StringBuilder();
        for (Certificate certificate : keys.getCertificateChain(name)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        String key =
                pem("PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
        return new Pem(
                Files.writeString(folder.resolve(name + "-chain.pem"), chain),
                Files.writeString(folder.resolve(name + "-key.pem"), key));
    }

    private static String pem(String kind, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind);
    }

    /** Files. */
    public record Pem(Path chain, Path key) {}

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        String option = arguments[0].equals("-importkeystore") ? "-dest" : "-";
        command.addAll(List.of(option + "keystore", store.toString(), option + "storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(LIMIT) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
