package dev.verdict.review;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.review.ParsedReview.Readable;

import java.io.IOException;
import java.util.Optional;

/** A review with the label that somebody gave it, as the topic of labelled reviews holds it: a review that needs its label. */
public record LabelledRecord(String id, String text, Label label) {
    private static final ObjectMapper JSON = new ObjectMapper();

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record LabelField(Label label) {}

    /** Nothing if it is no review with a label. */
    public static Optional<LabelledRecord> read(byte[] value) {
        if (!(ReviewParser.parse(value) instanceof Readable(Review review))) {
            return Optional.empty();
        }
        try {
            Label label = JSON.readValue(value, LabelField.class).label();
            return Optional.ofNullable(label).map(given -> new LabelledRecord(review.id(), review.text(), given));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** UTF-8 JSON. */
    public byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the label of review " + id + " cannot be written as JSON", e);
        }
    }
}
