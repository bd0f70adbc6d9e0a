package dev.verdict.rollup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * What a rollup is of; as JSON the key of {@code sentiment.rollups}, where compaction needs the same bytes for the same key.
 *
 * @param window name of the window's size, or {@value #ALL_TIME}
 * @param start of the window in milliseconds since 1970, or {@link #NO_START} for all time
 */
record RollupKey(String subject, String window, long start) {
    static final String ALL_TIME = "all";
    static final long NO_START = Long.MIN_VALUE;

    private static final JsonFactory JSON = new JsonFactory();

    static RollupKey ofAllTime(String subject) {
        return new RollupKey(subject, ALL_TIME, NO_START);
    }

    boolean isOfAllTime() {
        return start == NO_START;
    }

    static Serde<RollupKey> serde() {
        return Serdes.serdeFrom((_, key) -> key.toJson(), (_, bytes) -> fromJson(bytes));
    }

    private byte[] toJson() {
        var bytes = new ByteArrayOutputStream(96);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeFields(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new SerializationException("the key of a rollup cannot be written", e);
        }
        return bytes.toByteArray();
    }

    void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("subject", subject);
        json.writeStringField("window", window);
        if (!isOfAllTime()) {
            json.writeStringField("start", Instant.ofEpochMilli(start).toString());
        }
    }

    private static RollupKey fromJson(byte[] bytes) {
        String subject = "";
        String window = "";
        long start = NO_START;
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                String value = json.nextTextValue();
                switch (name) {
                    case "subject" -> subject = value;
                    case "window" -> window = value;
                    default -> start = Instant.parse(value).toEpochMilli();
                }
            }
        } catch (IOException e) {
            throw new SerializationException("the key of a rollup cannot be read", e);
        }
        return new RollupKey(subject, window, start);
    }
}
