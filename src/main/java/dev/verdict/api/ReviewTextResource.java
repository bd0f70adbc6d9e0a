package dev.verdict.api;

import dev.verdict.live.LiveConfig;
import dev.verdict.live.ReviewLookup;
import dev.verdict.review.Review;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import java.time.Instant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The review behind a sentiment. */
@Path("/api/reviews")
@Produces(MediaType.APPLICATION_JSON)
public class ReviewTextResource {
    private final ReviewLookup reviews;
    private final LiveConfig config;

    ReviewTextResource(ReviewLookup reviews, LiveConfig config) {
        this.reviews = reviews;
        this.config = config;
    }

    @GET
    @Operation(summary = "The review that a sentiment is about, read from the reviews topic")
    @APIResponse(
            responseCode = "200",
            description = "The review",
            content = @Content(schema = @Schema(implementation = Review.class), example = Examples.REVIEW))
    @APIResponse(responseCode = "400", description = "id or time is missing, or time is not ISO 8601")
    @APIResponse(responseCode = "403", description = "Texts are not shown (verdict.live.texts)")
    @APIResponse(responseCode = "404", description = "It is not on the topic, or no longer")
    @APIResponse(responseCode = "503", description = "Kafka does not answer")
    public Review find(
            @Parameter(description = "The review's id", required = true, example = "r-1") @QueryParam("id") String id,
            @Parameter(
                            description = "Its time, as the sentiment has it",
                            required = true,
                            example = "2026-11-24T12:00:00Z")
                    @QueryParam("time")
                    String time) {
        if (!config.texts()) {
            throw HttpProblem.valueOf(Response.Status.FORBIDDEN, "texts are not shown here (verdict.live.texts)");
        }
        if (id == null) {
            throw Problems.badRequest("id is missing");
        }
        Instant sent = Times.parse("time", time == null ? "" : time);
        try {
            return reviews.find(id, sent)
                    .orElseThrow(() -> HttpProblem.valueOf(
                            Response.Status.NOT_FOUND, "there is no such review on the topic, or no longer"));
        } catch (KafkaException e) {
            throw Problems.unavailable("Kafka does not answer: " + e.getMessage());
        }
    }
}
