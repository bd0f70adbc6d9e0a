package dev.verdict.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * An RFC 9457 problem, for what answers before the resources are reached.
 *
 * @param status of HTTP
 * @param detail what is wrong with the request
 */
public record ProblemResponse(int status, String detail) {
    public static ProblemResponse of(int status, String detail) {
        return new ProblemResponse(status, detail);
    }

    /** Ends the exchange; a body that is still coming is read and dropped. */
    public void send(RoutingContext exchange) {
        exchange.request().resume();
        end(exchange);
    }

    /** Ends the exchange and its connection: for bodies that are not worth reading. */
    public void sendAndClose(RoutingContext exchange) {
        exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        end(exchange);
    }

    private void end(RoutingContext exchange) {
        exchange.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(new JsonObject()
                        .put("status", status)
                        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                        .put("detail", detail)
                        .put("instance", exchange.normalizedPath())
                        .encode());
    }
}
