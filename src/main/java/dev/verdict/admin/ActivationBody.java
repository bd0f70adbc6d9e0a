package dev.verdict.admin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.verdict.api.Problems;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Set;

/**
 * How a model is to be activated; all of it may be left out.
 *
 * @param mode {@code active}, or {@code shadow} to score alongside
 * @param share of the reviews in mode {@code shadow}, from 0, which ends it, to 1
 * @param force whether it is activated whatever the promotion gate says
 */
record ActivationBody(
        @Schema(
                enumeration = {"active", "shadow"},
                defaultValue = "active")
        String mode,

        @Schema(minimum = "0", maximum = "1", defaultValue = "0.1")
        double share,

        @Schema(defaultValue = "false") boolean force) {
    private static final Set<String> FIELDS = Set.of("mode", "share", "force");
    private static final String ACTIVE = "active";
    private static final String SHADOW = "shadow";
    private static final double DEFAULT_SHARE = 0.1;

    static ActivationBody read(byte[] body) {
        if (body == null || body.length == 0) {
            return new ActivationBody(ACTIVE, DEFAULT_SHARE, false);
        }
        JsonNode json = BodyFields.object(body, FIELDS);
        var read =
                new ActivationBody(mode(json.path("mode")), share(json.path("share")), BodyFields.flag(json, "force"));
        if (!read.isShadow() && json.has("share")) {
            throw Problems.badRequest("\"share\" goes with \"mode\": \"shadow\" only");
        }
        return read;
    }

    @JsonIgnore
    boolean isShadow() {
        return mode.equals(SHADOW);
    }

    private static String mode(JsonNode mode) {
        if (mode.isMissingNode()) {
            return ACTIVE;
        }
        if (!mode.isTextual() || !Set.of(ACTIVE, SHADOW).contains(mode.textValue())) {
            throw Problems.badRequest("\"mode\" must be \"active\" or \"shadow\"");
        }
        return mode.textValue();
    }

    private static double share(JsonNode share) {
        if (share.isMissingNode()) {
            return DEFAULT_SHARE;
        }
        if (!share.isNumber() || !(share.doubleValue() >= 0 && share.doubleValue() <= 1)) {
            throw Problems.badRequest("\"share\" must be a number from 0 to 1");
        }
        return share.doubleValue();
    }
}
