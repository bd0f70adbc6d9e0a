package dev.verdict.rollup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.apache.kafka.common.errors.SerializationException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The value of {@code sentiment.rollups}: its key once more, and the figures, as JSON. */
final class RollupValue {
    private static final JsonFactory JSON = new JsonFactory();

    private RollupValue() {}

    static byte[] of(RollupKey key, Rollup rollup, List<RollupWindow> windows) {
        var bytes = new ByteArrayOutputStream(192);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            key.writeFields(json);
            for (RollupWindow window : windows) {
                if (!key.isOfAllTime() && window.name().equals(key.window())) {
                    Instant end = Instant.ofEpochMilli(key.start()).plus(window.size());
                    json.writeStringField("end", end.toString());
                }
            }
            json.writeNumberField("count", rollup.count());
            json.writeNumberField("positive", rollup.positive());
            json.writeNumberField("meanProbability", rollup.meanProbability());
            json.writeEndObject();
        } catch (IOException e) {
            throw new SerializationException("a rollup cannot be written", e);
        }
        return bytes.toByteArray();
    }
}
