package dev.verdict.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.Startup;
import org.jboss.logging.Logger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;
import jakarta.inject.Singleton;

/** The static token of the administration, if there is one; only its hash is kept. */
@Singleton
@Startup
class AdminToken {
    private static final Logger LOG = Logger.getLogger(AdminToken.class);
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{32,}");

    private final Optional<byte[]> sha256;

    AdminToken(AdminConfig config) {
        config.token().ifPresent(AdminToken::check);
        this.sha256 = config.token().map(AdminToken::sha256);
        if (config.token().isEmpty() && !config.oidc()) {
            LOG.warn("Neither VERDICT_ADMIN_TOKEN nor VERDICT_ADMIN_OIDC is set: everything under " + AdminGate.PATH
                    + " answers 403");
        }
    }

    /** Takes as long whatever the difference is. */
    boolean matches(String token) {
        return sha256.isPresent() && MessageDigest.isEqual(sha256.get(), sha256(token));
    }

    /** The message does not hold the token: start-up prints it. */
    private static void check(String token) {
        if (!FORM.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    "VERDICT_ADMIN_TOKEN must have at least 32 characters, all of them letters,"
                            + " digits or signs of ASCII; openssl rand -hex 32 makes one");
        }
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
