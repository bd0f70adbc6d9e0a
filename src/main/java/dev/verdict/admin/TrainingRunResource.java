package dev.verdict.admin;

import dev.verdict.api.Problems;
import dev.verdict.retraining.RetrainingConfig;
import dev.verdict.retraining.RunFollower;
import dev.verdict.retraining.TrainingData;
import dev.verdict.retraining.TrainingRequest;
import dev.verdict.retraining.TrainingRequests;
import dev.verdict.retraining.TrainingReviews;
import dev.verdict.retraining.TrainingRun;
import dev.verdict.retraining.TrainingRuns;
import dev.verdict.security.AdminGate;
import dev.verdict.security.Audit;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

/** Training runs: asking for one, watching it, ending it. */
@Path(TrainingRunResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(AdminGate.ROLE)
public class TrainingRunResource {
    static final String PATH = "/api/admin/training-runs";

    private final TrainingRuns runs;
    private final RunFollower follower;
    private final TrainingRequests requests;
    private final TrainingReviews reviews;
    private final RetrainingConfig config;
    private final RunWatch watch;
    private final SecurityIdentity identity;

    TrainingRunResource(
            TrainingRuns runs,
            RunFollower follower,
            TrainingRequests requests,
            TrainingReviews reviews,
            RetrainingConfig config,
            RunWatch watch,
            SecurityIdentity identity) {
        this.runs = runs;
        this.follower = follower;
        this.requests = requests;
        this.reviews = reviews;
        this.config = config;
        this.watch = watch;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Asks for a training run", description = "One at a time; a trainer takes it.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = TrainingRunBody.class),
                            examples = {
                                @ExampleObject(
                                        name = "IMDB",
                                        value = "{\"epochs\": 15, \"seed\": 1, \"data\": \"imdb\"}"),
                                @ExampleObject(name = "a data set", value = "{\"data\": \"2026/reviews.jsonl\"}"),
                                @ExampleObject(
                                        name = "people's labels, from a model on",
                                        value = "{\"epochs\": 3, \"from\": \"20261123T231652Z-92717e11\", \"data\":"
                                                + " {\"topic\": \"reviews.labelled\", \"since\":"
                                                + " \"2026-11-01T00:00:00Z\", \"addedTo\": \"imdb\"}}")
                            }))
    @APIResponse(
            responseCode = "202",
            description = "It is asked for; Location says where to watch it",
            content = @Content(schema = @Schema(implementation = TrainingRunReply.class), example = Examples.RUN))
    @APIResponse(responseCode = "400", description = "Something in the body is bad; the detail says what")
    @APIResponse(responseCode = "409", description = "Another run is under way; Location says which")
    @APIResponse(responseCode = "415", description = "The body is not sent as application/json")
    @APIResponse(responseCode = "503", description = "Kafka did not take it, or not all runs were read yet")
    public Uni<Response> start(@Context RoutingContext exchange, byte[] body) {
        requireKnown();
        TrainingRequest request =
                requestOf(TrainingRunBody.read(body, config.topics().labelled()));
        Audit.detail(exchange, JsonObject.mapFrom(AuditDetail.of(request)));
        requireNoOther(request.id());
        return requests.send(request)
                .onFailure()
                .transform(_ -> Problems.unavailable("Kafka did not take the request in time; send it again"))
                .chain(() -> watch.untilDecided(request))
                .map(this::accepted);
    }

    private TrainingRequest requestOf(TrainingRunBody body) {
        if (body.data() instanceof TrainingData.File(String path)) {
            reviews.problem(path).ifPresent(problem -> {
                throw Problems.badRequest("\"data\": " + problem);
            });
        }
        return new TrainingRequest(
                UUID.randomUUID().toString(),
                identity.getPrincipal().getName(),
                Instant.now(),
                body.epochs(),
                body.seed(),
                body.data(),
                body.from(),
                "");
    }

    /** Two may ask at once: then the topic's order decides, and the trainer refuses the second. */
    private Response accepted(TrainingRun run) {
        if (run.status() == TrainingRun.Status.REFUSED || run.status() == TrainingRun.Status.REQUESTED) {
            requireNoOther(run.id());
        }
        return Response.accepted(TrainingRunReply.of(run))
                .location(location(run.id()))
                .build();
    }

    private void requireNoOther(String id) {
        runs.firstUnderWayBefore(id).ifPresent(other -> {
            throw Problems.conflict("training run " + other.id() + " is under way", location(other.id()));
        });
    }

    @GET
    @Operation(summary = "All training runs, the latest first")
    @APIResponse(
            responseCode = "200",
            description = "How they stand",
            content = @Content(schema = @Schema(implementation = TrainingRunReply[].class), example = Examples.RUNS))
    @APIResponse(responseCode = "503", description = "Not all runs were read from Kafka yet")
    public List<TrainingRunReply> list() {
        requireKnown();
        return runs.all().stream().map(TrainingRunReply::of).toList();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A training run")
    @APIResponse(
            responseCode = "200",
            description = "How it stands",
            content = @Content(schema = @Schema(implementation = TrainingRunReply.class), example = Examples.RUN))
    @APIResponse(responseCode = "404", description = "There is no such run")
    @APIResponse(responseCode = "503", description = "Not all runs were read from Kafka yet")
    public TrainingRunReply get(@PathParam("id") String id) {
        return TrainingRunReply.of(find(id));
    }

    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "A training run as it goes on",
            description =
                    "Server-sent events \"run\", each with the whole run, until it ends; a comment every 15 seconds.")
    @APIResponse(
            responseCode = "200",
            description = "They come until the run has ended",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING),
                            example = Examples.RUN_EVENTS))
    @APIResponse(responseCode = "404", description = "There is no such run")
    @APIResponse(responseCode = "503", description = "Not all runs were read from Kafka yet")
    public Multi<OutboundSseEvent> events(@PathParam("id") String id, @Context Sse sse) {
        return watch.events(find(id), sse);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Ends a training run")
    @APIResponse(responseCode = "202", description = "Its trainer is told to end it")
    @APIResponse(responseCode = "404", description = "There is no such run")
    @APIResponse(responseCode = "409", description = "It has ended already")
    @APIResponse(responseCode = "503", description = "Kafka did not take it, or not all runs were read yet")
    public Uni<Response> cancel(@PathParam("id") String id) {
        TrainingRun run = find(id);
        if (run.status().isEnd()) {
            throw Problems.conflict("the run has ended already: " + run.status(), location(id));
        }
        return requests.cancel(run, identity.getPrincipal().getName())
                .onFailure()
                .transform(_ -> Problems.unavailable("Kafka did not take the request in time; send it again"))
                .replaceWith(() -> Response.accepted().location(location(id)).build());
    }

    private TrainingRun find(String id) {
        requireKnown();
        return runs.find(id).orElseThrow(() -> Problems.notFound("there is no such training run"));
    }

    private void requireKnown() {
        follower.problem().ifPresent(problem -> {
            throw Problems.unavailable(problem);
        });
    }

    private static URI location(String id) {
        return URI.create(PATH + "/" + id);
    }

    /** What the audit tells of a request. */
    record AuditDetail(String run, int epochs, long seed, TrainingData data, String from) {
        static AuditDetail of(TrainingRequest request) {
            return new AuditDetail(request.id(), request.epochs(), request.seed(), request.data(), request.from());
        }
    }
}
