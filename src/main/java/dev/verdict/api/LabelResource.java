package dev.verdict.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.verdict.review.Label;
import dev.verdict.review.LabelledRecord;
import dev.verdict.review.ParsedReview.Readable;
import dev.verdict.review.ParsedReview.Unreadable;
import dev.verdict.review.Review;
import dev.verdict.review.ReviewParser;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

import java.nio.charset.StandardCharsets;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** People's corrections, to be trained on. */
@Path("/api/reviews/{id}/label")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class LabelResource {
    private static final Logger LOG = Logger.getLogger(LabelResource.class);

    private final MutinyEmitter<byte[]> labels;

    LabelResource(@Channel("labels") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> labels) {
        this.labels = labels;
    }

    @POST
    @Operation(
            summary = "Says which way a review really leans",
            description =
                    "The text belongs to it, as Verdict keeps none. Of several labels of one review the last counts.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = LabelRequest.class),
                            example = "{\"text\": \"Not bad at all.\", \"label\": \"POSITIVE\"}"))
    @APIResponse(responseCode = "202", description = "The broker has it")
    @APIResponse(responseCode = "400", description = "Text or label is missing or bad")
    @APIResponse(responseCode = "413", description = "The text is larger than the topic takes")
    @APIResponse(responseCode = "415", description = "The body is not sent as application/json")
    @APIResponse(responseCode = "503", description = "Kafka did not take it")
    public Uni<Response> label(@PathParam("id") String id, byte[] body) {
        LabelledRecord labelled = labelled(id, JsonBody.read(body));
        return labels.sendMessage(Message.of(labelled.toJson())
                        .addMetadata(OutgoingKafkaRecordMetadata.<byte[]>builder()
                                .withKey(labelled.id().getBytes(StandardCharsets.UTF_8))
                                .build()))
                .replaceWith(() -> Response.accepted().build())
                .onFailure()
                .transform(failure -> {
                    if (failure instanceof RecordTooLargeException) {
                        return Problems.tooLarge("the text is larger than the topic of labels takes");
                    }
                    LOG.warnf("Kafka did not take a label from HTTP: %s", failure.getMessage());
                    return Problems.unavailable("Kafka did not take the label in time; send it again");
                });
    }

    private static LabelledRecord labelled(String id, JsonNode body) {
        if (!(body instanceof ObjectNode label)) {
            throw Problems.badRequest("the body must be a JSON object with \"text\" and \"label\"");
        }
        label.put("id", id);
        return switch (ReviewParser.parse(label.toString().getBytes(StandardCharsets.UTF_8))) {
            case Unreadable unreadable -> throw Problems.badRequest(unreadable.detail());
            case Readable(Review review) ->
                new LabelledRecord(review.id(), review.text(), labelOf(label.path("label")));
        };
    }

    private static Label labelOf(JsonNode label) {
        return switch (label.asText()) {
            case "POSITIVE" -> Label.POSITIVE;
            case "NEGATIVE" -> Label.NEGATIVE;
            default -> throw Problems.badRequest("\"label\" must be there and be POSITIVE or NEGATIVE");
        };
    }

    /** What is sent. */
    record LabelRequest(
            @Schema(required = true) String text,
            @Schema(required = true) Label label) {}
}
