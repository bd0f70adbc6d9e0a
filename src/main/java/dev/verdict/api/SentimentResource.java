package dev.verdict.api;

import dev.verdict.live.FeedEvent;
import dev.verdict.live.FeedEvent.Came;
import dev.verdict.live.FeedEvent.Gap;
import dev.verdict.live.FeedEvent.Heartbeat;
import dev.verdict.live.FeedEvent.Skipped;
import dev.verdict.live.FeedPosition;
import dev.verdict.live.Interest;
import dev.verdict.live.LiveConfig;
import dev.verdict.live.SentimentFeed;
import dev.verdict.live.SentimentFeed.TooManyListenersException;
import dev.verdict.review.Label;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import java.util.Arrays;
import java.util.Optional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

/** Sentiments as they come. */
@Path("/api/sentiments")
public class SentimentResource {
    private static final int MAX_RATE = 1000;

    private final SentimentFeed feed;
    private final LiveConfig config;
    private final Vertx vertx;
    private final Sse sse;

    SentimentResource(SentimentFeed feed, LiveConfig config, Vertx vertx, Sse sse) {
        this.feed = feed;
        this.config = config;
        this.vertx = vertx;
        this.sse = sse;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Sentiments as they come, as server-sent events",
            description =
                    "Events: \"sentiment\", a committed record of the topic with its review's time; \"skipped\", how many"
                            + " that match were left out since the last notice, for rate or because the connection is slow;"
                            + " \"gap\", that what came before can no longer be told as a whole; \"heartbeat\", with the time and the"
                            + " number of sentiments that come a second.")
    @APIResponse(
            responseCode = "200",
            description = "They come until the connection is closed",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING),
                            example = Examples.SENTIMENTS))
    @APIResponse(responseCode = "400", description = "A parameter or Last-Event-ID is not what it can be")
    @APIResponse(responseCode = "503", description = "There are too many listeners, or this instance has no live feed")
    public Multi<OutboundSseEvent> listen(
            @Parameter(description = "Only sentiments of this subject") @QueryParam("subject") String subject,
            @Parameter(description = "Only sentiments of this label", schema = @Schema(implementation = Label.class))
                    @QueryParam("label")
                    String label,
            @Parameter(description = "Most sentiments a second, from 1 to 1000; without it, all") @QueryParam("rate")
                    Integer rate,
            @Parameter(description = "How many of the latest to begin with") @QueryParam("recent") Integer recent,
            @Parameter(description = "Id of the last event that was received: goes on after it")
                    @HeaderParam("Last-Event-ID")
                    String lastEventId) {
        if (!config.enabled()) {
            throw Problems.unavailable("this instance has no live feed (verdict.live.enabled)");
        }
        var interest = new Interest(Optional.ofNullable(subject), labelOf(label), rateOf(rate));
        Optional<FeedPosition> since = positionOf(lastEventId);
        int last = lastOf(recent);
        Context context = vertx.getOrCreateContext();
        return Multi.createFrom()
                .publisher(feed.listen(interest, since, last, told -> context.runOnContext(_ -> told.run())))
                .onFailure(TooManyListenersException.class)
                .transform(tooMany -> Problems.unavailable(tooMany.getMessage()))
                .map(this::toSse);
    }

    private OutboundSseEvent toSse(FeedEvent event) {
        OutboundSseEvent.Builder builder = sse.newEventBuilder().data(event.json());
        switch (event) {
            case Came came -> builder.name("sentiment").id(came.id());
            case Skipped _ -> builder.name("skipped");
            case Gap _ -> builder.name("gap");
            case Heartbeat heartbeat -> {
                builder.name("heartbeat");
                if (!heartbeat.id().isEmpty()) {
                    builder.id(heartbeat.id());
                }
            }
        }
        return builder.build();
    }

    private static Optional<Label> labelOf(String label) {
        if (label == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(Label.values())
                .filter(known -> known.name().equals(label))
                .findFirst()
                .orElseThrow(() -> Problems.badRequest("label must be POSITIVE or NEGATIVE")));
    }

    private static int rateOf(Integer rate) {
        if (rate != null && (rate < 1 || rate > MAX_RATE)) {
            throw Problems.badRequest("rate must be from 1 to " + MAX_RATE + ", not " + rate);
        }
        return rate == null ? 0 : rate;
    }

    private int lastOf(Integer recent) {
        if (recent != null && (recent < 0 || recent > config.recent())) {
            throw Problems.badRequest("recent must be from 0 to " + config.recent() + ", not " + recent);
        }
        return recent == null ? 0 : recent;
    }

    private static Optional<FeedPosition> positionOf(String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(FeedPosition.parse(lastEventId)
                .orElseThrow(() -> Problems.badRequest("Last-Event-ID is no id of this feed's events")));
    }
}
