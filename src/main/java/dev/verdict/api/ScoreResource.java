package dev.verdict.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.verdict.review.Label;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.Scorer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** A verdict at once, without the stream. */
@Path("/api/score")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ScoreResource {
    private final Scorer scorer;

    ScoreResource(Scorer scorer) {
        this.scorer = scorer;
    }

    @POST
    @Operation(summary = "Scores a text")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = ScoreRequest.class),
                            example = "{\"text\": \"One of the best films I have ever seen\"}"))
    @APIResponse(
            responseCode = "200",
            description = "What the model makes of it",
            content = @Content(schema = @Schema(implementation = ScoreReply.class)))
    @APIResponse(responseCode = "400", description = "The text is missing, not a string or blank")
    public ScoreReply score(byte[] body) {
        return ScoreReply.of(scorer.score(new Review("", textOf(JsonBody.read(body)), "")));
    }

    private static String textOf(JsonNode body) {
        if (!body.isObject()) {
            throw Problems.badRequest("the body must be a JSON object with a \"text\"");
        }
        JsonNode text = body.path("text");
        if (!text.isTextual()) {
            throw Problems.badRequest("\"text\" must be there and be a string");
        }
        if (text.textValue().isBlank()) {
            throw Problems.badRequest("\"text\" is empty or blank");
        }
        return text.textValue();
    }

    /** What is asked. */
    record ScoreRequest(String text) {}

    /**
     * What is answered.
     *
     * @param probability P(positive), in [0, 1]
     * @param tokens words in the text
     * @param knownTokens those of them that the model has an index for
     * @param truncated whether the text was longer than the model reads
     */
    record ScoreReply(Label label, double probability, int tokens, int knownTokens, boolean truncated, String model) {
        static ScoreReply of(Sentiment sentiment) {
            return new ScoreReply(
                    sentiment.label(),
                    sentiment.probability(),
                    sentiment.tokens(),
                    sentiment.knownTokens(),
                    sentiment.truncated(),
                    sentiment.model());
        }
    }
}
