package dev.verdict.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.verdict.model.ModelVersion;

import java.io.IOException;

/** The value of an activation's record: {@code {"version": "...", "share": 0.1, "by": "..."}}. */
record ActivationJson(ModelVersion version, Double share, String by) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and numbers can always be written as JSON", e);
        }
    }

    /** @throws IllegalArgumentException if it is no activation; the message says why */
    static Activation read(RegistryRecord message) {
        ActivationJson json;
        try {
            json = JSON.readValue(message.value(), ActivationJson.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no activation such as {\"version\": \"...\"}", e);
        }
        if (json == null || json.version == null) {
            throw new IllegalArgumentException("it names no version");
        }
        double share = json.share == null ? 1 : json.share;
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("its share must be above 0 and at most 1, not " + share);
        }
        return new Activation(json.version, share, json.by == null ? "" : json.by, message.at(), message.offset());
    }
}
