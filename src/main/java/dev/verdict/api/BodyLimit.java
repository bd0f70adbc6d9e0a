package dev.verdict.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers bodies that are announced as too large, before they are read; Quarkus itself would answer without a word. */
@ApplicationScoped
class BodyLimit {
    private static final int BEFORE_QUARKUS = 1000;
    private static final int TOO_LARGE = 413;

    private final long maxBytes;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.maxBytes = maxBodySize.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_QUARKUS);
    }

    private void check(RoutingContext exchange) {
        String length = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !length.matches("\\d{1,18}") || Long.parseLong(length) <= maxBytes) {
            exchange.next();
            return;
        }
        ProblemResponse.of(TOO_LARGE, "the body has " + length + " bytes; at most " + maxBytes + " are taken")
                .sendAndClose(exchange);
    }
}
