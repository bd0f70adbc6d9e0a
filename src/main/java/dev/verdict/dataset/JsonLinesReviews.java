package dev.verdict.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/**
 * Reads a JSON object per line: fields {@code text} and {@code label}, if wanted {@code id} and {@code split}; others
 * are ignored, and so are empty lines.
 */
final class JsonLinesReviews {
    private final ReviewRows rows;
    private final ObjectReader json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private JsonLinesReviews(Path source) {
        this.rows = new ReviewRows(source);
    }

    static ReviewDataset read(Path source, Reader reader) throws IOException {
        var reviews = new JsonLinesReviews(source);
        var rowReader = new RowReader(source, reader);
        var lines = new BufferedReader(rowReader);
        long number = 0;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                reviews.add(number, line);
            }
            rowReader.startRow(number + 1);
        }
        return reviews.rows.toDataset();
    }

    private void add(long number, String line) {
        var review = parse(number, line);
        var text = required(number, review, "text");
        if (!text.isTextual()) {
            throw rows.rejected(number, "the field text is not a string; put it in double quotes");
        }
        rows.add(
                number,
                review.path("id").asText(""),
                text.textValue(),
                required(number, review, "label").asText(""),
                review.path("split").asText(""));
    }

    private JsonNode parse(long number, String line) {
        JsonNode node;
        try {
            node = json.readTree(line);
        } catch (JsonProcessingException e) {
            throw rows.rejected(number, "this is not JSON; write one object to a line, with text and label", e);
        }
        if (!node.isObject()) {
            throw rows.rejected(number, "this is JSON but no object; write one object to a line, with text and label");
        }
        return node;
    }

    private JsonNode required(long number, JsonNode review, String field) {
        var value = review.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw rows.rejected(number, "the object has no field %s; each needs text and label".formatted(field));
        }
        return value;
    }
}
