package dev.verdict.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Names one trained model: {@code <UTC yyyyMMdd'T'HHmmss'Z'>-<first 8 hex digits of the content's SHA-256>}. Versions
 * sort by age as strings.
 */
public record ModelVersion(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{8}");
    private static final int HASH_DIGITS = 8;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ModelVersion {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a model version such as 20261123T204500Z-0a1b2c3d");
        }
    }

    /** @param contentHash SHA-256 in hex */
    static ModelVersion of(Instant trainedAt, String contentHash) {
        // Made here, since whoever only reads models does without.
        DateTimeFormatter timestamp =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
        return new ModelVersion(timestamp.format(trainedAt) + "-" + contentHash.substring(0, HASH_DIGITS));
    }

    /** The version of other content from the same time. */
    ModelVersion withContent(String contentHash) {
        return new ModelVersion(
                value.substring(0, value.length() - HASH_DIGITS) + contentHash.substring(0, HASH_DIGITS));
    }

    /** The digits of the content's hash. */
    String hashDigits() {
        return value.substring(value.length() - HASH_DIGITS);
    }

    /** The name of the artifact's file. */
    public String fileName() {
        return "verdict-model-" + value + ".zip";
    }

    @Override
    public String toString() {
        return value;
    }
}
