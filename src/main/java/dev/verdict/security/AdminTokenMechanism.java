package dev.verdict.security;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jakarta.inject.Singleton;

/** Knows the bearer of the {@link AdminToken}; what it does not know is left to OpenID Connect. */
@Singleton
class AdminTokenMechanism implements HttpAuthenticationMechanism {
    private static final String NAME = "admin-token";
    private static final Pattern BEARER = Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);
    private static final int BEFORE_OIDC = 2 * DEFAULT_PRIORITY;

    private final AdminToken token;

    AdminTokenMechanism(AdminToken token) {
        this.token = token;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext exchange, IdentityProviderManager providers) {
        String credentials = exchange.request().getHeader(HttpHeaders.AUTHORIZATION);
        Matcher bearer = BEARER.matcher(credentials == null ? "" : credentials);
        if (!bearer.matches() || !token.matches(bearer.group(1))) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal(NAME))
                        .addRole(AdminGate.ROLE)
                        .build());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext exchange) {
        return Uni.createFrom().item(new ChallengeData(401, HttpHeaderNames.WWW_AUTHENTICATE, AdminGate.CHALLENGE));
    }

    @Override
    public int getPriority() {
        return BEFORE_OIDC;
    }
}
