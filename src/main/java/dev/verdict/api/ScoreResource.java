package dev.verdict.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.verdict.explanation.Explainer;
import dev.verdict.explanation.Explanation;
import dev.verdict.review.Label;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.scoring.CurrentModel;
import dev.verdict.scoring.Scorer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import java.util.List;
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
    private final CurrentModel model;

    ScoreResource(CurrentModel model) {
        this.model = model;
    }

    @POST
    @Operation(
            summary = "Scores a text",
            description =
                    "With \"explain\": true the answer also says what each word contributes: the log-odds of positive of"
                            + " the text, less those of the text without the word. Above 0 a word speaks for positive, below for"
                            + " negative. Only words that the model read are listed, so at most the last 80; start and end are"
                            + " UTF-16 offsets into the text. A word's tokens add up under \"words\", the most telling first.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = ScoreRequest.class),
                            example = "{\"text\": \"One of the best films I have ever seen\", \"explain\": true}"))
    @APIResponse(
            responseCode = "200",
            description = "What the model makes of it",
            content = @Content(schema = @Schema(implementation = ScoreReply.class), example = Examples.SCORE))
    @APIResponse(
            responseCode = "400",
            description = "The text is missing, not a string or blank, or explain is not a boolean")
    @APIResponse(responseCode = "415", description = "The body is not sent as application/json")
    public ScoreReply score(byte[] body) {
        JsonNode request = JsonBody.read(body);
        String text = textOf(request);
        boolean explain = explainOf(request);
        Scorer scorer = model.scorer();
        return ScoreReply.of(
                scorer.score(new Review("", text, "")),
                explain ? ExplanationReply.of(Explainer.explain(text, scorer)) : null);
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

    private static boolean explainOf(JsonNode body) {
        JsonNode explain = body.path("explain");
        if (!explain.isBoolean() && !explain.isMissingNode() && !explain.isNull()) {
            throw Problems.badRequest("\"explain\" must be true or false");
        }
        return explain.booleanValue();
    }

    /**
     * What is asked.
     *
     * @param explain whether the words' contributions are wanted too
     */
    record ScoreRequest(
            @Schema(required = true) String text,
            @Schema(defaultValue = "false") boolean explain) {}

    /**
     * What is answered.
     *
     * @param probability P(positive), in [0, 1]
     * @param tokens words in the text
     * @param knownTokens those of them that the model has an index for
     * @param truncated whether the text was longer than the model reads
     * @param explanation null if none is wanted
     */
    record ScoreReply(
            Label label,
            double probability,
            int tokens,
            int knownTokens,
            boolean truncated,
            String model,
            @JsonInclude(JsonInclude.Include.NON_NULL) ExplanationReply explanation) {
        static ScoreReply of(Sentiment sentiment, ExplanationReply explanation) {
            return new ScoreReply(
                    sentiment.label(),
                    sentiment.probability(),
                    sentiment.tokens(),
                    sentiment.knownTokens(),
                    sentiment.truncated(),
                    sentiment.model(),
                    explanation);
        }
    }

    /** See {@link Explanation}. */
    record ExplanationReply(List<Explanation.Token> tokens, List<Explanation.Word> words) {
        static ExplanationReply of(Explanation explanation) {
            return new ExplanationReply(explanation.tokens(), explanation.words());
        }
    }
}
