package dev.verdict.api;

import dev.verdict.rollup.HeldHistory;
import dev.verdict.rollup.HeldSubjects;
import dev.verdict.rollup.PeerSecret;
import dev.verdict.rollup.RollupQueries;
import dev.verdict.rollup.SubjectCursor;
import dev.verdict.rollup.SubjectOrder;
import dev.verdict.rollup.SubjectQuery;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.eclipse.microprofile.openapi.annotations.Operation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What this instance itself holds of subjects, for other instances: they must show the secret that all share. */
@Path("/peer/rollups")
@Produces(MediaType.APPLICATION_JSON)
public class PeerRollupResource {
    private final RollupQueries rollups;
    private final PeerSecret secret;

    PeerRollupResource(RollupQueries rollups, PeerSecret secret) {
        this.rollups = rollups;
        this.secret = secret;
    }

    @GET
    @Path("/history")
    @Operation(hidden = true)
    public HeldHistory history(
            @HeaderParam(PeerSecret.HEADER) String shown,
            @QueryParam("subject") String subject,
            @QueryParam("window") String window,
            @QueryParam("partition") int partition,
            @QueryParam("from") long from,
            @QueryParam("to") long to) {
        checkSecret(shown);
        checkGiven(subject, window);
        return SubjectResource.answer(
                () -> rollups.held(subject, window, partition, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to)));
    }

    @GET
    @Path("/subjects")
    @Operation(hidden = true)
    public HeldSubjects subjects(
            @HeaderParam(PeerSecret.HEADER) String shown,
            @QueryParam("order") SubjectOrder order,
            @QueryParam("window") String window,
            @QueryParam("now") long now,
            @QueryParam("after") String after,
            @QueryParam("limit") int limit,
            @QueryParam("history") int history,
            @QueryParam("partitions") String partitions) {
        checkSecret(shown);
        checkGiven(order, window, after, partitions);
        SubjectCursor start = SubjectCursor.parse(after).orElseThrow(PeerRollupResource::otherVersion);
        var query = new SubjectQuery(order, window, Instant.ofEpochMilli(now), start, limit, history);
        return SubjectResource.answer(() -> rollups.held(query, numbers(partitions)));
    }

    private void checkSecret(String shown) {
        if (!secret.isSet()) {
            throw HttpProblem.valueOf(
                    Response.Status.FORBIDDEN, "instances do not ask each other without VERDICT_ROLLUP_SECRET");
        }
        if (!secret.matches(shown)) {
            throw HttpProblem.valueOf(
                    Response.Status.FORBIDDEN, "this is for instances that show the secret of all of them");
        }
    }

    private static void checkGiven(Object... parameters) {
        if (Stream.of(parameters).anyMatch(Objects::isNull)) {
            throw otherVersion();
        }
    }

    private static List<Integer> numbers(String partitions) {
        try {
            return Stream.of(partitions.split(",")).map(Integer::valueOf).toList();
        } catch (NumberFormatException _) {
            throw otherVersion();
        }
    }

    /** Who knows the secret and asks something else. */
    private static HttpProblem otherVersion() {
        return Problems.badRequest("another version of Verdict asks: a parameter is missing or unknown");
    }
}
