package dev.verdict.admin;

import dev.verdict.api.Problems;
import dev.verdict.model.ModelVersion;
import dev.verdict.registry.Instance;
import dev.verdict.registry.ModelRegistry;
import dev.verdict.registry.Promotion;
import dev.verdict.registry.PromotionGate.Decision;
import dev.verdict.registry.PublishedModel;
import dev.verdict.registry.RegistryConfig;
import dev.verdict.registry.RegistryException;
import dev.verdict.registry.RegistryOverview;
import dev.verdict.registry.RegistryState;
import dev.verdict.registry.UnknownModelException;
import dev.verdict.security.AdminGate;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import java.util.List;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The models of all instances: what there is, what scores, switching and going back. */
@Path("/api/admin/models")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(AdminGate.ROLE)
public class ModelResource {
    private static final String REPORT = "text/html;charset=utf-8";
    /** It brings its styles along; and nothing in it may run, whoever published it. */
    private static final String REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private final ModelRegistry registry;
    private final Promotion promotion;
    private final RegistryConfig config;
    private final SecurityIdentity identity;

    ModelResource(ModelRegistry registry, Promotion promotion, RegistryConfig config, SecurityIdentity identity) {
        this.registry = registry;
        this.promotion = promotion;
        this.config = config;
        this.identity = identity;
    }

    @GET
    @Operation(summary = "Lists the models, which one is active, and which instances score with which")
    @APIResponse(
            responseCode = "200",
            description = "As far as this instance has read the registry",
            content = @Content(schema = @Schema(implementation = RegistryOverview.class), example = Examples.MODELS))
    public RegistryOverview list() {
        return reply(registry.state());
    }

    @GET
    @Path("{version}")
    @Operation(
            summary = "Shows a model with all that its artifact says of itself, and what the promotion gate says to it")
    @APIResponse(
            responseCode = "200",
            description = "The model",
            content =
                    @Content(
                            schema = @Schema(implementation = RegistryOverview.Details.class),
                            example = Examples.MODEL))
    @APIResponse(responseCode = "400", description = "That is no version")
    @APIResponse(responseCode = "404", description = "No usable model of that version is published")
    public RegistryOverview.Details show(@PathParam("version") String version) {
        RegistryState state = registry.state();
        PublishedModel model = published(version(version), state);
        return RegistryOverview.Details.of(model, instances(state), promotion.check(model, state));
    }

    @GET
    @Path("{version}/report")
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "The report on a model's training, an HTML page")
    @APIResponse(
            responseCode = "200",
            description = "The page",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_HTML,
                            schema = @Schema(type = SchemaType.STRING),
                            example = Examples.REPORT))
    @APIResponse(responseCode = "400", description = "That is no version")
    @APIResponse(responseCode = "404", description = "There is no such model, or it was published without a report")
    @APIResponse(responseCode = "503", description = "Kafka did not give it in time")
    public Response report(@PathParam("version") String version) {
        PublishedModel model = published(version(version), registry.state());
        try {
            String page = registry.fetchReport(model)
                    .orElseThrow(
                            () -> Problems.notFound("model " + model.version() + " was published without a report"));
            return Response.ok(page, REPORT)
                    .header("Content-Security-Policy", REPORT_POLICY)
                    .build();
        } catch (RegistryException e) {
            throw Problems.unavailable(e.getMessage());
        }
    }

    @POST
    @Path("{version}/activation")
    @Operation(
            summary = "Lets all instances score with a model, or lets it score alongside",
            description = "Activating an earlier version than the active one is a roll back. A later one must pass the"
                    + " promotion gate unless \"force\" is true. In mode \"shadow\" it scores a share of the reviews alongside,"
                    + " without effect on what comes out; a share of 0 ends that.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActivationBody.class),
                            example = "{\"mode\": \"shadow\", \"share\": 0.1}"))
    @APIResponse(
            responseCode = "200",
            description = "The order is given; instances follow within seconds, as GET /api/admin/models shows",
            content = @Content(schema = @Schema(implementation = RegistryOverview.class), example = Examples.MODELS))
    @APIResponse(responseCode = "400", description = "That is no version, or the body is not what it must be")
    @APIResponse(responseCode = "404", description = "No usable model of that version is published")
    @APIResponse(responseCode = "409", description = "The promotion gate refuses it; the detail says why")
    @APIResponse(responseCode = "503", description = "Kafka did not take the order in time")
    public RegistryOverview activate(@PathParam("version") String version, byte[] body) {
        ActivationBody order = ActivationBody.read(body);
        ModelVersion wanted = version(version);
        String by = identity.getPrincipal().getName();
        try {
            PublishedModel model = published(wanted, registry.readToEnd());
            if (order.isShadow() && order.share() == 0) {
                registry.endShadow();
            } else if (order.isShadow()) {
                registry.shadow(wanted, order.share(), by);
            } else {
                if (!order.force()) {
                    requirePassed(promotion.check(model, registry.state()));
                }
                registry.activate(wanted, by);
            }
            return reply(registry.state());
        } catch (UnknownModelException e) {
            throw Problems.notFound(e.getMessage());
        } catch (RegistryException e) {
            throw Problems.unavailable(e.getMessage());
        }
    }

    private static void requirePassed(Decision decision) {
        if (decision instanceof Decision.Refused(String reason)) {
            throw Problems.conflict("it stays a candidate: " + reason + "; {\"force\": true} activates it anyhow");
        }
    }

    private RegistryOverview reply(RegistryState state) {
        return RegistryOverview.of(state, instances(state));
    }

    private List<Instance> instances(RegistryState state) {
        return state.instances(config.instancePatience());
    }

    private static PublishedModel published(ModelVersion version, RegistryState state) {
        return state.model(version)
                .orElseThrow(() -> Problems.notFound("model " + version + " " + state.whyMissing(version)));
    }

    /** Nothing else gets into a sentence or a log. */
    private static ModelVersion version(String version) {
        try {
            return new ModelVersion(version);
        } catch (IllegalArgumentException _) {
            throw Problems.badRequest("a version looks like 20261123T204500Z-0a1b2c3d");
        }
    }
}
