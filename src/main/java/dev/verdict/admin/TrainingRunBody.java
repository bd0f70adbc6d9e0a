package dev.verdict.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.verdict.api.Problems;
import dev.verdict.model.ModelVersion;
import dev.verdict.retraining.TrainingData;
import dev.verdict.retraining.TrainingRequest;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/**
 * What a training run is asked for with; all of it may be left out.
 *
 * @param epochs at most, from 1 to 1000; 15 if it is left out
 * @param seed 1 if it is left out
 * @param data {@code "imdb"} (also if it is left out), the path of a data set below the trainers' data folder, or
 *     {@code {"topic": "reviews.labelled", "since": TIME, "addedTo": "imdb"}}
 * @param from version of the model to go on from
 */
record TrainingRunBody(
        @Schema(minimum = "1", maximum = "1000", defaultValue = "15")
        int epochs,

        @Schema(defaultValue = "1") long seed,

        @Schema(
                implementation = Object.class,
                oneOf = {String.class, LabelledTopic.class},
                defaultValue = "imdb")
        TrainingData data,

        String from) {
    private static final Set<String> FIELDS = Set.of("epochs", "seed", "data", "from");
    private static final Set<String> DATA_FIELDS = Set.of("topic", "since", "addedTo");
    private static final String IMDB = "imdb";

    /**
     * Reviews that people labelled.
     *
     * @param since those labelled then or later; all if it is left out
     * @param addedTo {@code imdb} to train on both
     */
    record LabelledTopic(
            @Schema(required = true) String topic,
            Instant since,
            @Schema(enumeration = IMDB) String addedTo) {}

    /** @param labelledTopic the only topic whose reviews can be trained on */
    static TrainingRunBody read(byte[] body, String labelledTopic) {
        if (body == null || body.length == 0) {
            return new TrainingRunBody(
                    TrainingRequest.DEFAULT_EPOCHS, TrainingRequest.DEFAULT_SEED, new TrainingData.Imdb(), "");
        }
        JsonNode json = BodyFields.object(body, FIELDS);
        return new TrainingRunBody(
                (int) number(json, "epochs", TrainingRequest.DEFAULT_EPOCHS, 1, TrainingRequest.MAX_EPOCHS),
                number(json, "seed", TrainingRequest.DEFAULT_SEED, Long.MIN_VALUE, Long.MAX_VALUE),
                data(json.path("data"), labelledTopic),
                from(json.path("from")));
    }

    private static TrainingData data(JsonNode data, String labelledTopic) {
        if (data.isMissingNode() || (data.isTextual() && data.textValue().equals(IMDB))) {
            return new TrainingData.Imdb();
        }
        if (data.isTextual()) {
            return new TrainingData.File(data.textValue());
        }
        if (!data.isObject()) {
            throw Problems.badRequest("\"data\" must be \"imdb\", a path, or an object with a \"topic\"");
        }
        BodyFields.requireKnown(data, DATA_FIELDS, "data.");
        if (!data.path("topic").asText().equals(labelledTopic)) {
            throw Problems.badRequest("\"data.topic\" must be \"" + labelledTopic + "\"");
        }
        JsonNode addedTo = data.path("addedTo");
        if (!addedTo.isMissingNode() && !addedTo.asText().equals(IMDB)) {
            throw Problems.badRequest("\"data.addedTo\" must be \"imdb\" or be left out");
        }
        return new TrainingData.Labelled(since(data.path("since")), !addedTo.isMissingNode());
    }

    private static Instant since(JsonNode since) {
        try {
            return since.isMissingNode() ? Instant.EPOCH : Instant.parse(since.asText());
        } catch (DateTimeException _) {
            throw Problems.badRequest("\"data.since\" must be a time such as 2026-11-25T08:00:00Z");
        }
    }

    private static String from(JsonNode from) {
        if (from.isMissingNode()) {
            return "";
        }
        try {
            return new ModelVersion(from.asText()).value();
        } catch (IllegalArgumentException _) {
            throw Problems.badRequest("\"from\" must be a model version such as 20261123T204500Z-0a1b2c3d");
        }
    }

    private static long number(JsonNode json, String name, long otherwise, long min, long max) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw Problems.badRequest("\"" + name + "\" must be a whole number"
                    + (min == Long.MIN_VALUE ? " of 64 bits" : " from " + min + " to " + max));
        }
        return value.longValue();
    }
}
