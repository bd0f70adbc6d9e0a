package dev.verdict.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * What Verdict says of a review.
 *
 * @param id the review's
 * @param subject the review's, empty if it has none
 * @param label the decision: positive if the probability is at least one half
 * @param probability P(positive), in [0, 1]
 * @param tokens words in the review
 * @param knownTokens those of them that the model has an index for
 * @param truncated whether the review was longer than the model reads, so that only its end counted
 * @param model version of the model that scored it
 */
@JsonPropertyOrder({"id", "subject", "label", "probability", "tokens", "knownTokens", "truncated", "model"})
public record Sentiment(
        String id,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String subject,
        Label label,
        double probability,
        int tokens,
        int knownTokens,
        boolean truncated,
        String model) {
    private static final JsonFactory JSON = new JsonFactory();

    public Sentiment {
        subject = subject == null ? "" : subject; // absent in JSON
    }

    /** UTF-8 JSON, as it stands on the topic; written field by field, which costs a fraction of what data binding does. */
    public byte[] toJson() {
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            if (!subject.isEmpty()) {
                json.writeStringField("subject", subject);
            }
            json.writeStringField("label", label.name());
            json.writeNumberField("probability", probability);
            json.writeNumberField("tokens", tokens);
            json.writeNumberField("knownTokens", knownTokens);
            json.writeBooleanField("truncated", truncated);
            json.writeStringField("model", model);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("the sentiment of review " + id + " cannot be written as JSON", e);
        }
        return bytes.toByteArray();
    }
}
