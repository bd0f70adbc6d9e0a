package dev.verdict.api;

import dev.verdict.roles.Roles;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Leaves nothing but operations to instances that have not the role {@code api}. */
@ApplicationScoped
class ApiRole {
    private static final int BEFORE_QUARKUS = 1001;
    private static final String OPERATIONS = "/q";

    private final Roles roles;

    ApiRole(Roles roles) {
        this.roles = roles;
    }

    void register(@Observes Filters filters) {
        if (!roles.api()) {
            filters.register(ApiRole::check, BEFORE_QUARKUS);
        }
    }

    private static void check(RoutingContext exchange) {
        String path = exchange.normalizedPath();
        if (path.equals(OPERATIONS) || path.startsWith(OPERATIONS + "/")) {
            exchange.next();
        } else {
            ProblemResponse.of(404, "this instance has not the role api: ask another one")
                    .sendAndClose(exchange);
        }
    }
}
