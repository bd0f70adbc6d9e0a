package dev.verdict.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Instant;

/**
 * An instance of the service, as it announced itself.
 *
 * @param model the version that it scores with
 * @param problem why that is not the active one, or empty
 * @param shadow what comparing came to since the instance started to; null if it does not
 * @param at when it did, by the broker's clock
 */
public record Instance(String id, String model, String problem, ShadowFigures shadow, Instant at) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What stands on the topic under the instance's id. */
    record Announcement(String model, String problem, ShadowFigures shadow) {
        byte[] toBytes() {
            try {
                return JSON.writeValueAsBytes(this);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("strings and numbers can always be written as JSON", e);
            }
        }
    }

    /** @throws IllegalArgumentException if it is no announcement */
    static Instance read(RegistryRecord message) {
        try {
            Announcement said = JSON.readValue(message.value(), Announcement.class);
            if (said == null || said.model == null) {
                throw new IllegalArgumentException("it names no model");
            }
            return new Instance(
                    message.key(), said.model, said.problem == null ? "" : said.problem, said.shadow, message.at());
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no announcement of an instance", e);
        }
    }
}
