package dev.verdict.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.verdict.review.ParsedReview.Readable;
import dev.verdict.review.ParsedReview.Unreadable;
import dev.verdict.review.Review;
import dev.verdict.review.ReviewParser;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
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
import java.util.ArrayList;
import java.util.List;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Reviews into the stream. */
@Path("/api/reviews")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ReviewResource {
    private static final Logger LOG = Logger.getLogger(ReviewResource.class);
    private static final int SENT_AT_ONCE = 256;

    private final MutinyEmitter<byte[]> reviews;

    ReviewResource(
            @Channel("reviews") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> reviews) {
        this.reviews = reviews;
    }

    @POST
    @Operation(
            summary = "Puts a review, or an array of them, on the reviews topic",
            description = "Each review's id becomes its key. If one of an array is bad, none is taken.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Review.class),
                            example = "{\"id\": \"r-1\", \"text\": \"A quiet masterpiece.\", \"subject\": \"Ikiru\"}"))
    @APIResponse(responseCode = "202", description = "The broker has them")
    @APIResponse(responseCode = "400", description = "A review is bad; the detail says which and why")
    @APIResponse(responseCode = "503", description = "Kafka did not take them")
    public Uni<Response> accept(JsonNode body) {
        List<Message<byte[]>> messages = messagesOf(body);
        return Multi.createFrom()
                .iterable(messages)
                .onItem()
                .transformToUni(reviews::sendMessage)
                .merge(SENT_AT_ONCE)
                .collect()
                .last()
                .replaceWith(
                        () -> Response.accepted(new Accepted(messages.size())).build())
                .onFailure()
                .transform(failure -> {
                    LOG.warnf("Kafka did not take reviews from HTTP: %s", failure.getMessage());
                    return Problems.unavailable("Kafka did not take all of the reviews in time; send them again");
                });
    }

    private static List<Message<byte[]>> messagesOf(JsonNode body) {
        if (body == null || !(body.isObject() || body.isArray()) || body.isEmpty()) {
            throw Problems.badRequest("the body must be a review or an array of at least one review");
        }
        if (body.isObject()) {
            return List.of(messageOf(body, ""));
        }
        var messages = new ArrayList<Message<byte[]>>(body.size());
        for (int i = 0; i < body.size(); i++) {
            messages.add(messageOf(body.get(i), "review " + i + " of the array: "));
        }
        return messages;
    }

    private static Message<byte[]> messageOf(JsonNode json, String where) {
        byte[] value = json.toString().getBytes(StandardCharsets.UTF_8);
        return switch (ReviewParser.parse(value)) {
            case Unreadable unreadable -> throw Problems.badRequest(where + unreadable.detail());
            case Readable(Review review) ->
                Message.of(value)
                        .addMetadata(OutgoingKafkaRecordMetadata.<byte[]>builder()
                                .withKey(review.id().getBytes(StandardCharsets.UTF_8))
                                .build());
        };
    }

    /** @param accepted how many reviews the broker has taken */
    record Accepted(int accepted) {}
}
