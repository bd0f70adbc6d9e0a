package dev.verdict.admin;

import dev.verdict.security.AdminGate;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import java.util.SortedSet;
import java.util.TreeSet;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Who is asking, for those who want to know whether their token is good. */
@Path("/api/admin/identity")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(AdminGate.ROLE)
public class IdentityResource {
    private final SecurityIdentity identity;

    IdentityResource(SecurityIdentity identity) {
        this.identity = identity;
    }

    @GET
    @Operation(summary = "Tells whom the token belongs to")
    @APIResponse(
            responseCode = "200",
            description = "The token is good",
            content = @Content(schema = @Schema(implementation = Identity.class), example = Examples.IDENTITY))
    public Identity get() {
        return new Identity(identity.getPrincipal().getName(), new TreeSet<>(identity.getRoles()));
    }

    record Identity(String name, SortedSet<String> roles) {}
}
