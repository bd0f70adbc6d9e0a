package dev.verdict.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.Startup;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;
import jakarta.inject.Singleton;

/** What instances show each other. Checked at the start, wherever it is used. */
@Singleton
@Startup
public class PeerSecret {
    /** The header that it stands in. */
    public static final String HEADER = "Verdict-Rollup-Secret";

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{32,}");

    private final Optional<String> secret;

    public PeerSecret(RollupConfig config) {
        this.secret = config.secret();
        if (secret.isPresent() && !FORM.matcher(secret.get()).matches()) {
            throw new IllegalArgumentException(
                    "VERDICT_ROLLUP_SECRET must have at least 32 characters, all of them letters,"
                            + " digits or signs of ASCII; openssl rand -hex 32 makes one");
        }
    }

    public boolean isSet() {
        return secret.isPresent();
    }

    /** Takes as long whatever the difference is. */
    public boolean matches(String shown) {
        return shown != null
                && secret.isPresent()
                && MessageDigest.isEqual(secret.get().getBytes(UTF_8), shown.getBytes(UTF_8));
    }

    Optional<String> value() {
        return secret;
    }
}
