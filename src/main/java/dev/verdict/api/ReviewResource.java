package dev.verdict.api;

import dev.verdict.review.Label;
import dev.verdict.review.ParsedReview.Readable;
import dev.verdict.review.ParsedReview.Unreadable;
import dev.verdict.review.Review;
import dev.verdict.review.ReviewParser;
import dev.verdict.topics.TopicLimits;
import dev.verdict.topics.TopicsConfig;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
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
    private final TopicsConfig topics;
    private final TopicLimits limits;

    ReviewResource(
            @Channel("reviews") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> reviews,
            TopicsConfig topics,
            TopicLimits limits) {
        this.reviews = reviews;
        this.topics = topics;
        this.limits = limits;
    }

    @POST
    @Operation(
            summary = "Puts a review, or an array of them, on the reviews topic",
            description = "Each review's id becomes its key. If one of an array is bad, none is taken.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(oneOf = {SentReview.class, SentReview[].class}),
                            examples = {
                                @ExampleObject(name = "a review", value = Examples.REVIEW),
                                @ExampleObject(name = "several", value = "[" + Examples.REVIEW + "]")
                            }))
    @APIResponse(
            responseCode = "202",
            description = "The broker has them",
            content = @Content(schema = @Schema(implementation = Accepted.class), example = Examples.ACCEPTED))
    @APIResponse(responseCode = "400", description = "A review is bad; the detail says which and why")
    @APIResponse(responseCode = "413", description = "A review is larger than the topic takes; the detail says which")
    @APIResponse(responseCode = "415", description = "The body is not sent as application/json")
    @APIResponse(responseCode = "503", description = "Kafka did not take them")
    public Uni<Response> accept(byte[] body) {
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
                .transform(ReviewResource::problemOf);
    }

    private List<Message<byte[]>> messagesOf(byte[] body) {
        JsonBody.Parts parts = JsonBody.split(body);
        if (parts.values().isEmpty()) {
            throw Problems.badRequest("the body must be a review or an array of at least one review");
        }
        var messages = new ArrayList<Message<byte[]>>();
        for (byte[] value : parts.values()) {
            messages.add(messageOf(value, parts.ofArray() ? "review " + messages.size() + " of the array: " : ""));
        }
        return messages;
    }

    private Message<byte[]> messageOf(byte[] value, String where) {
        return switch (ReviewParser.parse(value)) {
            case Unreadable unreadable -> throw Problems.badRequest(where + unreadable.detail());
            case Readable(Review review) -> {
                byte[] key = review.id().getBytes(StandardCharsets.UTF_8);
                long room = limits.roomForValue(topics.reviews(), key, List.of());
                if (value.length > room) {
                    throw Problems.tooLarge(where + "it has " + value.length + " bytes, and topic " + topics.reviews()
                            + " takes at most " + room);
                }
                yield Message.of(value)
                        .addMetadata(OutgoingKafkaRecordMetadata.<byte[]>builder()
                                .withKey(key)
                                .build());
            }
        };
    }

    private static HttpProblem problemOf(Throwable failure) {
        LOG.warnf("Kafka did not take reviews from HTTP: %s", failure.getMessage());
        return failure instanceof RecordTooLargeException
                ? Problems.tooLarge("a review is larger than the topic takes; others may be in the stream")
                : Problems.unavailable("Kafka did not take all of the reviews in time; send them again");
    }

    /**
     * What is sent; other fields are taken along.
     *
     * @param subject what is reviewed
     * @param label the truth, if it is known
     */
    record SentReview(
            @Schema(required = true) String id,
            @Schema(required = true) String text,
            String subject,
            Label label) {}

    /** @param accepted how many reviews the broker has taken */
    record Accepted(int accepted) {}
}
