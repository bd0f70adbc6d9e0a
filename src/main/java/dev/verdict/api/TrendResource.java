package dev.verdict.api;

import dev.verdict.trend.Trend;
import dev.verdict.trend.TrendPoint;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** How the stream went lately. */
@Path("/api/trend")
@Produces(MediaType.APPLICATION_JSON)
public class TrendResource {
    private final Trend trend;

    TrendResource(Trend trend) {
        this.trend = trend;
    }

    @GET
    @Operation(
            summary = "How the stream went lately, a point every few seconds",
            description = "Rate, share and probability are of all instances; latency and dead letters are of this one.")
    @APIResponse(
            responseCode = "200",
            description = "The points, oldest first",
            content = @Content(schema = @Schema(implementation = TrendReply.class), example = Examples.TREND))
    @APIResponse(responseCode = "400", description = "since is not ISO 8601")
    public TrendReply trend(
            @Parameter(description = "Only points after this moment", example = "2026-11-24T12:00:00Z")
                    @QueryParam("since")
                    String since) {
        Instant after = since == null ? Instant.MIN : Times.parse("since", since);
        return new TrendReply(trend.capacity(), trend.since(after), trend.deadLetters());
    }

    /**
     * What is answered.
     *
     * @param capacity most points that are kept
     * @param deadLetters reason -> records that this instance rejected since its start
     */
    record TrendReply(int capacity, List<TrendPoint> points, Map<String, Long> deadLetters) {}
}
