package dev.verdict.retraining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.util.Optional;

/** Requests and runs as their topics keep them. A record of a newer version is read as far as it is known here. */
final class RunJson {
    private static final Logger LOG = Logger.getLogger(RunJson.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RunJson() {}

    static byte[] write(Object record) {
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record cannot be written as JSON", e);
        }
    }

    /** Nothing, and a line in the log, if it is not one: anybody may write to a topic. */
    static <T> Optional<T> read(byte[] value, Class<T> type) {
        try {
            return Optional.ofNullable(JSON.readValue(value, type));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf(
                    "Passed over a record that is no %s: %s",
                    type.getSimpleName(), e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
