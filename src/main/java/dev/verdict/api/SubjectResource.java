package dev.verdict.api;

import dev.verdict.rollup.RollupQueries;
import dev.verdict.rollup.RollupsUnavailableException;
import dev.verdict.rollup.SubjectCursor;
import dev.verdict.rollup.SubjectHistory;
import dev.verdict.rollup.SubjectOrder;
import dev.verdict.rollup.SubjectPage;
import dev.verdict.rollup.SubjectQuery;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** What was counted of subjects, wherever it is held. */
@Path("/api/subjects")
@Produces(MediaType.APPLICATION_JSON)
public class SubjectResource {
    static final int MAX_LIMIT = 200;
    static final int MAX_HISTORY = 200;
    private static final int DEFAULT_LIMIT = 20;

    private final RollupQueries rollups;

    SubjectResource(RollupQueries rollups) {
        this.rollups = rollups;
    }

    @GET
    @Operation(
            summary = "Subjects: the most reviewed, the most improved, or the most worsened",
            description = "Improved and worsened compare the means of the last two windows that have ended.")
    @APIResponse(
            responseCode = "200",
            description = "A page of them",
            content = @Content(schema = @Schema(implementation = SubjectPage.class), example = Examples.SUBJECTS))
    @APIResponse(responseCode = "400", description = "A parameter is not what it can be")
    @APIResponse(responseCode = "503", description = "No instance that counts subjects answers")
    public SubjectPage list(
            @Parameter(description = "reviewed (the default), improved or worsened") @QueryParam("order") String order,
            @Parameter(description = "Size of the windows that change and history are of", example = "1h")
                    @QueryParam("window")
                    String window,
            @Parameter(description = "Most subjects, from 1 to 200; 20 if left out") @QueryParam("limit") Integer limit,
            @Parameter(description = "What next was on the page before") @QueryParam("after") String after,
            @Parameter(description = "Latest windows of each subject to tell, from 0 to 200") @QueryParam("history")
                    Integer history) {
        var query = new SubjectQuery(
                orderOf(order),
                windowOf(window),
                Instant.now(),
                after == null ? SubjectCursor.START : cursorOf(after),
                within("limit", limit, 1, MAX_LIMIT, DEFAULT_LIMIT),
                within("history", history, 0, MAX_HISTORY, 0));
        return answer(() -> rollups.subjects(query));
    }

    @GET
    @Path("/{subject:.+}/sentiment")
    @Operation(summary = "A subject's sentiment over time; reviews without a subject are under (none)")
    @APIResponse(
            responseCode = "200",
            description = "Its windows that have reviews",
            content = @Content(schema = @Schema(implementation = SubjectHistory.class), example = Examples.SUBJECT))
    @APIResponse(responseCode = "400", description = "A parameter is not what it can be")
    @APIResponse(responseCode = "404", description = "Nothing was counted of this subject")
    @APIResponse(responseCode = "503", description = "No instance that holds the subject answers")
    public SubjectHistory sentiment(
            @Parameter(description = "The subject, percent-encoded") @PathParam("subject") String subject,
            @Parameter(description = "Size of the windows", example = "1h") @QueryParam("window") String window,
            @Parameter(description = "First moment; all that are kept if left out", example = "2026-11-24T12:00:00Z")
                    @QueryParam("from")
                    String from,
            @Parameter(description = "Last moment; now if left out", example = "2026-11-24T18:00:00Z") @QueryParam("to")
                    String to) {
        return history(subject, window, from, to);
    }

    @GET
    @Path("/sentiment")
    @Operation(summary = "The same for any subject", description = "For subjects such as \"..\" that no path can hold.")
    @APIResponse(
            responseCode = "200",
            description = "Its windows that have reviews",
            content = @Content(schema = @Schema(implementation = SubjectHistory.class), example = Examples.SUBJECT))
    @APIResponse(responseCode = "400", description = "A parameter is not what it can be, or there is no subject")
    @APIResponse(responseCode = "404", description = "Nothing was counted of this subject")
    @APIResponse(responseCode = "503", description = "No instance that holds the subject answers")
    public SubjectHistory sentimentOf(
            @Parameter(description = "The subject", required = true) @QueryParam("subject") String subject,
            @Parameter(description = "Size of the windows", example = "1h") @QueryParam("window") String window,
            @Parameter(description = "First moment; all that are kept if left out", example = "2026-11-24T12:00:00Z")
                    @QueryParam("from")
                    String from,
            @Parameter(description = "Last moment; now if left out", example = "2026-11-24T18:00:00Z") @QueryParam("to")
                    String to) {
        if (subject == null) {
            throw Problems.badRequest("subject is missing");
        }
        return history(subject, window, from, to);
    }

    private SubjectHistory history(String subject, String window, String from, String to) {
        String size = windowOf(window);
        Optional<Instant> first = Optional.ofNullable(from).map(time -> Times.parse("from", time));
        Optional<Instant> last = Optional.ofNullable(to).map(time -> Times.parse("to", time));
        if (first.isPresent() && last.isPresent() && first.get().isAfter(last.get())) {
            throw Problems.badRequest("from must not be after to");
        }
        return answer(() -> rollups.history(subject, size, first, last))
                .orElseThrow(() -> Problems.notFound("nothing was counted of this subject"));
    }

    /** 503 while the rollups cannot be asked. */
    static <T> T answer(Supplier<T> question) {
        try {
            return question.get();
        } catch (RollupsUnavailableException e) {
            throw Problems.unavailable(e.getMessage());
        }
    }

    private static SubjectOrder orderOf(String order) {
        return order == null
                ? SubjectOrder.REVIEWED
                : Arrays.stream(SubjectOrder.values())
                        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(order))
                        .findFirst()
                        .orElseThrow(() -> Problems.badRequest("order must be reviewed, improved or worsened"));
    }

    private String windowOf(String window) {
        List<String> windows = rollups.windows();
        if (window != null && !windows.contains(window)) {
            throw Problems.badRequest("window must be one of " + String.join(", ", windows));
        }
        return window == null ? windows.getFirst() : window;
    }

    private static SubjectCursor cursorOf(String after) {
        return SubjectCursor.parse(after)
                .orElseThrow(() -> Problems.badRequest("after is not what next was on a page before"));
    }

    private static int within(String name, Integer value, int least, int most, int otherwise) {
        if (value != null && (value < least || value > most)) {
            throw Problems.badRequest(name + " must be from " + least + " to " + most + ", not " + value);
        }
        return value == null ? otherwise : value;
    }
}
