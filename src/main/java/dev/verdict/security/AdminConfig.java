package dev.verdict.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.util.Optional;

/** Who may use the administration. With neither of these nobody may. */
@ConfigMapping(prefix = "verdict.admin")
interface AdminConfig {
    /** A bearer token that has the role {@code admin}: at least 32 visible ASCII characters. */
    Optional<String> token();

    /**
     * Whether bearer tokens of an OpenID Connect provider are taken; {@code quarkus.oidc.auth-server-url} names it then.
     */
    @WithDefault("false")
    boolean oidc();
}
