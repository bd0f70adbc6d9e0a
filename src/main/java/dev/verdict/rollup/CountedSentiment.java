package dev.verdict.rollup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.verdict.review.Label;
import dev.verdict.review.Review;

import java.io.IOException;
import java.util.Optional;

/**
 * A sentiment as far as it counts. Read field by field: most of a record is of no interest here.
 *
 * @param subject the sentiment's, {@value #NO_SUBJECT} if it has none
 */
record CountedSentiment(String subject, Observation observation) {
    /** What reviews without a subject count under. */
    static final String NO_SUBJECT = "(none)";

    private static final JsonFactory JSON = new JsonFactory();

    /** @return empty if that is no sentiment, or one that scoring could not have written */
    static Optional<CountedSentiment> read(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        try (JsonParser json = JSON.createParser(value)) {
            return json.nextToken() == JsonToken.START_OBJECT ? read(json) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<CountedSentiment> read(JsonParser json) throws IOException {
        String subject = "";
        String label = "";
        double probability = Double.NaN;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "subject" -> subject = token == JsonToken.VALUE_NULL ? "" : textOf(json);
                case "label" -> label = textOf(json);
                case "probability" -> probability = token.isNumeric() ? json.getDoubleValue() : Double.NaN;
                default -> json.skipChildren();
            }
        }
        boolean isPositive = label.equals(Label.POSITIVE.name());
        if (subject.length() > Review.MAX_SUBJECT_LENGTH
                || !(isPositive || label.equals(Label.NEGATIVE.name()))
                || !(probability >= 0 && probability <= 1)) {
            return Optional.empty();
        }
        return Optional.of(new CountedSentiment(
                subject.isBlank() ? NO_SUBJECT : subject, new Observation(isPositive, probability)));
    }

    /** @throws IOException if it is no string */
    private static String textOf(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IOException("a string was expected");
        }
        return json.getText();
    }
}
