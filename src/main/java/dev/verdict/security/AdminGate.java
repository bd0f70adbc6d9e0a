package dev.verdict.security;

import dev.verdict.api.ProblemResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Stands before everything under {@value #PATH}, whether there is such a resource or not, and lets nobody through but the
 * role {@value #ROLE}. Resources name the role too, so that a path which only they understand opens nothing.
 */
@ApplicationScoped
public class AdminGate {
    /** What administrators have. */
    public static final String ROLE = "admin";

    /** Most bytes of a body. */
    public static final int MAX_BODY_BYTES = 64 << 10;

    static final String PATH = "/api/admin";
    static final String CHALLENGE = "Bearer realm=\"verdict\"";

    private static final Logger LOG = Logger.getLogger(AdminGate.class);
    /** The identity is known from 200 on, as a promise; resources come at 0. */
    private static final int AFTER_AUTHENTICATION = 50;

    private static final Set<String> TOKEN_PARAMETERS =
            Set.of("access_token", "token", "bearer", "authorization", "auth", "api_key");
    /** Resources are found without them. */
    private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final BiConsumer<RoutingContext, Throwable> NOTHING = (_, _) -> {};

    private final Audit audit;
    private final boolean isOpen;
    private final FailedAttempts failedAttempts = new FailedAttempts(InstantSource.system());

    AdminGate(AdminConfig config, Audit audit) {
        this.audit = audit;
        this.isOpen = config.token().isPresent() || config.oidc();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_AUTHENTICATION);
    }

    private void check(RoutingContext exchange) {
        String path = MATRIX_PARAMETERS.matcher(exchange.normalizedPath()).replaceAll("");
        if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
            exchange.next();
            return;
        }
        exchange.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Duration wait = failedAttempts.mustWait(client(exchange));
        if (!isOpen) {
            ProblemResponse.of(403, "the administration is closed: neither a token nor OpenID Connect is configured")
                    .send(exchange);
        } else if (!wait.isZero()) {
            exchange.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
            ProblemResponse.of(429, "too many wrong credentials came from this address: wait")
                    .send(exchange);
        } else if (exchange.queryParams().names().stream().anyMatch(AdminGate::isToken)) {
            ProblemResponse.of(
                            400,
                            "a token has no place in an address, which is logged: send it as Authorization: Bearer")
                    .send(exchange);
        } else {
            checkIdentity(exchange);
        }
    }

    private static boolean isToken(String parameter) {
        return TOKEN_PARAMETERS.contains(parameter.toLowerCase(Locale.ROOT));
    }

    private void checkIdentity(RoutingContext exchange) {
        exchange.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, NOTHING); // else it would answer before this does
        Uni<SecurityIdentity> identity = QuarkusHttpUser.getSecurityIdentity(exchange, null);
        identity.subscribe().with(found -> checkRole(exchange, found), failure -> {
            LOG.debugf("Credentials were refused: %s", failure.getClass().getSimpleName());
            refuse(exchange);
        });
    }

    private void checkRole(RoutingContext exchange, SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            refuse(exchange);
            return;
        }
        if (!READING.contains(exchange.request().method())) {
            String who = identity.getPrincipal().getName();
            exchange.addEndHandler(_ -> audit.write(exchange, who));
        }
        if (!identity.hasRole(ROLE)) {
            ProblemResponse.of(403, "this needs the role \"" + ROLE + "\"").send(exchange);
        } else {
            checkBody(exchange);
        }
    }

    private void refuse(RoutingContext exchange) {
        boolean tried = exchange.request().headers().contains(HttpHeaders.AUTHORIZATION);
        if (tried) {
            failedAttempts.add(client(exchange));
            LOG.warnf("Wrong credentials came from %s", client(exchange));
        }
        exchange.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE);
        ProblemResponse.of(
                        401,
                        tried
                                ? "the credentials are wrong or expired"
                                : "this needs a token: send it as Authorization: Bearer")
                .send(exchange);
    }

    private static void checkBody(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null && request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            ProblemResponse.of(411, "say with Content-Length how many bytes the body has")
                    .sendAndClose(exchange);
        } else if (length != null && (!length.matches("\\d{1,18}") || Long.parseLong(length) > MAX_BODY_BYTES)) {
            ProblemResponse.of(413, "the body has " + length + " bytes; at most " + MAX_BODY_BYTES + " are taken")
                    .sendAndClose(exchange);
        } else {
            exchange.next();
        }
    }

    /** Its address; of IPv6 the network, as a client has millions of addresses in one. */
    private static String client(RoutingContext exchange) {
        SocketAddress address = exchange.request().remoteAddress();
        String host = address == null || address.hostAddress() == null ? "" : address.hostAddress();
        try {
            byte[] bytes = InetAddress.getByName(host).getAddress(); // a literal: nothing is looked up
            return bytes.length == 16 ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) : host;
        } catch (UnknownHostException e) {
            return host;
        }
    }
}
