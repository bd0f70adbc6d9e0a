package dev.verdict.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/** Signs what an OpenID Connect provider would. The same seed gives the same keys, also to another class loader. */
final class TestTokens {
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;

    TestTokens(String seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed.getBytes(UTF_8));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    String token(String subject, String role, Instant expires) throws GeneralSecurityException {
        String content = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode(claims(subject, role, expires));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(content.getBytes(UTF_8));
        return content + "." + BASE64_URL.encodeToString(signature.sign());
    }

    static String unsignedToken(String subject, String role, Instant expires) {
        return encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + encode(claims(subject, role, expires)) + ".";
    }

    private static String claims(String subject, String role, Instant expires) {
        return "{\"iss\":\"https://issuer.example\",\"sub\":\"%s\",\"groups\":[\"%s\"],\"iat\":%d,\"exp\":%d}"
                .formatted(subject, role, expires.getEpochSecond() - 3600, expires.getEpochSecond());
    }

    private static String encode(String json) {
        return BASE64_URL.encodeToString(json.getBytes(UTF_8));
    }
}
