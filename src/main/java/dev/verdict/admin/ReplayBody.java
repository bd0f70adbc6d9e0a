package dev.verdict.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.verdict.api.Problems;
import dev.verdict.replay.ReplayRequest;
import dev.verdict.review.RejectionReason;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which dead letters are to be put back; all of it may be left out.
 *
 * @param reason only those that died of it
 * @param since only those of records with this timestamp or a later one
 * @param max no more than so many
 * @param dryRun whether it is only to be said what would be put back
 */
record ReplayBody(
        RejectionReason reason,
        Instant since,

        @Schema(minimum = "1") Long max,

        @Schema(defaultValue = "false") boolean dryRun) {
    private static final Set<String> FIELDS = Set.of("reason", "since", "max", "dryRun");

    static ReplayBody read(byte[] body) {
        if (body == null || body.length == 0) {
            return new ReplayBody(null, null, null, false);
        }
        JsonNode json = BodyFields.object(body, FIELDS);
        return new ReplayBody(
                json.has("reason") ? reason(json.get("reason").asText()) : null,
                since(json.path("since")),
                max(json.path("max")),
                BodyFields.flag(json, "dryRun"));
    }

    ReplayRequest request() {
        return new ReplayRequest(
                Optional.ofNullable(reason),
                Optional.ofNullable(since),
                max == null ? OptionalLong.empty() : OptionalLong.of(max),
                dryRun);
    }

    static RejectionReason reason(String name) {
        return Arrays.stream(RejectionReason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        Problems.badRequest("\"reason\" must be one of " + Arrays.toString(RejectionReason.values())));
    }

    private static Instant since(JsonNode since) {
        try {
            return since.isMissingNode() ? null : Instant.parse(since.asText());
        } catch (DateTimeException _) {
            throw Problems.badRequest("\"since\" must be a time such as 2026-11-25T08:00:00Z");
        }
    }

    private static Long max(JsonNode max) {
        if (max.isMissingNode()) {
            return null;
        }
        if (!max.isIntegralNumber() || !max.canConvertToLong() || max.longValue() < 1) {
            throw Problems.badRequest("\"max\" must be a whole number of at least 1");
        }
        return max.longValue();
    }
}
