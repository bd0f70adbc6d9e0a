package dev.verdict.admin;

import dev.verdict.api.Problems;
import dev.verdict.replay.NewestLetters;
import dev.verdict.replay.Replay;
import dev.verdict.replay.ReplayException;
import dev.verdict.replay.ReplayResult;
import dev.verdict.review.RejectionReason;
import dev.verdict.security.AdminGate;
import dev.verdict.security.Audit;
import dev.verdict.topics.TopicsConfig;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Dead letters: the newest of them, and putting them back. For admins, since they hold what users wrote. */
@Singleton
@Path("/api/admin/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(AdminGate.ROLE)
public class DeadLetterResource {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 200;

    private final NewestLetters newest;
    private final Replay replay;
    private final TopicsConfig topics;
    private final AtomicBoolean isReplaying = new AtomicBoolean();

    DeadLetterResource(NewestLetters newest, Replay replay, TopicsConfig topics) {
        this.newest = newest;
        this.replay = replay;
        this.topics = topics;
    }

    @GET
    @Operation(summary = "The newest dead letters, with why they died and the beginning of each")
    @APIResponse(
            responseCode = "200",
            description = "The newest first",
            content =
                    @Content(
                            schema = @Schema(implementation = DeadLettersReply.class),
                            example = Examples.DEAD_LETTERS))
    @APIResponse(responseCode = "400", description = "There is no such reason, or the limit is out of bounds")
    @APIResponse(responseCode = "503", description = "Kafka does not give them")
    public DeadLettersReply list(
            @Parameter(description = "Only those that died of it") @QueryParam("reason") String reason,
            @Parameter(description = "Most of them, from 1 to 200; 50 if it is left out") @QueryParam("limit")
                    String limit) {
        Optional<RejectionReason> wanted = Optional.ofNullable(reason).map(ReplayBody::reason);
        int most = limit(limit);
        try {
            return DeadLettersReply.of(topics.dead(), newest.read(wanted, most));
        } catch (ReplayException e) {
            throw Problems.unavailable(e.getMessage());
        }
    }

    private static int limit(String limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (!limit.matches("\\d{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MAX_LIMIT) {
            throw Problems.badRequest("\"limit\" must be a whole number from 1 to " + MAX_LIMIT);
        }
        return Integer.parseInt(limit);
    }

    @POST
    @Path("/replay")
    @Operation(
            summary = "Puts dead letters back on the topic that they came from, each once",
            description =
                    "It answers when all are done. One that is cut off has put back what it had; the next goes on.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReplayBody.class),
                            example = "{\"reason\": \"SCORING_FAILED\", \"dryRun\": true}"))
    @APIResponse(
            responseCode = "200",
            description = "What was put back, or would be",
            content =
                    @Content(
                            schema = @Schema(implementation = DeadLettersReply.Replayed.class),
                            example = Examples.REPLAYED))
    @APIResponse(responseCode = "400", description = "Something in the body is bad; the detail says what")
    @APIResponse(responseCode = "409", description = "This instance puts some back already")
    @APIResponse(responseCode = "503", description = "It could not be done, or not to the end; the detail says why")
    public DeadLettersReply.Replayed replay(@Context RoutingContext exchange, byte[] body) {
        ReplayBody wanted = ReplayBody.read(body);
        if (!isReplaying.compareAndSet(false, true)) {
            throw Problems.conflict("dead letters are being put back already");
        }
        try {
            ReplayResult result = replay.run(wanted.request());
            Audit.detail(exchange, detail(wanted, result));
            return DeadLettersReply.Replayed.of(result, wanted.dryRun());
        } catch (ReplayException e) {
            throw Problems.unavailable(e.getMessage());
        } finally {
            isReplaying.set(false);
        }
    }

    /** What the audit tells of it. */
    private static JsonObject detail(ReplayBody wanted, ReplayResult result) {
        var detail = new JsonObject().put("dryRun", wanted.dryRun()).put("replayed", result.replayedInAll());
        if (wanted.reason() != null) {
            detail.put("reason", wanted.reason().name());
        }
        if (wanted.since() != null) {
            detail.put("since", wanted.since().toString());
        }
        if (wanted.max() != null) {
            detail.put("max", wanted.max());
        }
        return detail;
    }
}
