package dev.verdict.admin;

import dev.verdict.security.AdminGate;
import dev.verdict.stream.StreamPause;
import dev.verdict.stream.StreamPause.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The stream of this instance: whether it runs, and how it goes on after a pause. */
@Path("/api/admin/stream")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(AdminGate.ROLE)
public class StreamResource {
    private final StreamPause pause;

    StreamResource(StreamPause pause) {
        this.pause = pause;
    }

    @GET
    @Operation(summary = "Tells the state of this instance's stream and of its breaker")
    @APIResponse(
            responseCode = "200",
            description = "The states",
            content = @Content(schema = @Schema(implementation = Status.class), example = Examples.STREAM))
    public Status get() {
        return pause.status();
    }

    @POST
    @Path("/resumption")
    @Operation(
            summary = "Lets this instance's stream go on",
            description =
                    "Closes the breaker, which forgets what it has seen. Does nothing to a stream that does not pause.")
    @APIResponse(
            responseCode = "200",
            description = "The states after it",
            content = @Content(schema = @Schema(implementation = Status.class), example = Examples.STREAM))
    public Status resume() {
        pause.resume();
        return pause.status();
    }
}
