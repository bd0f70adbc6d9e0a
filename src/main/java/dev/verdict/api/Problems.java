package dev.verdict.api;

import io.quarkiverse.resteasy.problem.HttpProblem;

import jakarta.ws.rs.core.Response;

/** Answers that are errors, as RFC 9457 problem JSON. */
final class Problems {
    private Problems() {}

    /** @param detail what is wrong with the request */
    static HttpProblem badRequest(String detail) {
        return HttpProblem.valueOf(Response.Status.BAD_REQUEST, detail);
    }

    /** @param detail what is too large, and how much may be sent */
    static HttpProblem tooLarge(String detail) {
        return HttpProblem.valueOf(Response.Status.REQUEST_ENTITY_TOO_LARGE, detail);
    }

    /** @param detail what is missing at the moment */
    static HttpProblem unavailable(String detail) {
        return HttpProblem.valueOf(Response.Status.SERVICE_UNAVAILABLE, detail);
    }
}
