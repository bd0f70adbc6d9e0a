package dev.verdict.api;

import io.quarkiverse.resteasy.problem.HttpProblem;

import java.net.URI;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Answers that are errors, as RFC 9457 problem JSON. */
public final class Problems {
    private Problems() {}

    /** @param detail what is wrong with the request */
    public static HttpProblem badRequest(String detail) {
        return HttpProblem.valueOf(Response.Status.BAD_REQUEST, detail);
    }

    /** @param detail what there is none of */
    public static HttpProblem notFound(String detail) {
        return HttpProblem.valueOf(Response.Status.NOT_FOUND, detail);
    }

    /** @param detail what stands against it */
    public static HttpProblem conflict(String detail) {
        return HttpProblem.valueOf(Response.Status.CONFLICT, detail);
    }

    /**
     * @param detail what is in the way
     * @param location where that can be looked at
     */
    public static HttpProblem conflict(String detail, URI location) {
        return HttpProblem.builder()
                .withStatus(Response.Status.CONFLICT)
                .withTitle(Response.Status.CONFLICT.getReasonPhrase())
                .withDetail(detail)
                .withHeader(HttpHeaders.LOCATION, location)
                .build();
    }

    /** @param detail what is too large, and how much may be sent */
    static HttpProblem tooLarge(String detail) {
        return HttpProblem.valueOf(Response.Status.REQUEST_ENTITY_TOO_LARGE, detail);
    }

    /** @param detail what is missing at the moment */
    public static HttpProblem unavailable(String detail) {
        return HttpProblem.valueOf(Response.Status.SERVICE_UNAVAILABLE, detail);
    }
}
