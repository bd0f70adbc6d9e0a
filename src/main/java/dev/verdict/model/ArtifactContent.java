package dev.verdict.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.verdict.text.Vocabulary;
import dev.verdict.text.VocabularyFile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The entries of an artifact whose bytes its version vouches for.
 *
 * @param configuration Deeplearning4j's {@code configuration.json}
 * @param coefficients Deeplearning4j's {@code coefficients.bin}
 * @param vocabulary {@code vocabulary.txt}
 * @param card {@code model.json}
 */
record ArtifactContent(byte[] configuration, byte[] coefficients, byte[] vocabulary, byte[] card) {
    static final String CONFIGURATION = "configuration.json";
    static final String COEFFICIENTS = "coefficients.bin";
    static final String VOCABULARY = "vocabulary.txt";
    static final String CARD = "model.json";

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static ArtifactContent of(ModelCard card, Vocabulary vocabulary, LstmWeights weights) {
        try {
            return new ArtifactContent(
                    ReviewNetwork.inference(weights.shape()).toJson().getBytes(StandardCharsets.UTF_8),
                    Coefficients.format(FlatParameters.toFlat(weights)),
                    VocabularyFile.format(vocabulary),
                    JSON.writeValueAsBytes(card));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("model.json could not be written", e);
        }
    }

    /** Name and bytes of each entry, in the order in which they are stored. */
    Map<String, byte[]> entries() {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put(CONFIGURATION, configuration);
        entries.put(COEFFICIENTS, coefficients);
        entries.put(VOCABULARY, vocabulary);
        entries.put(CARD, card);
        return entries;
    }

    /** Hex SHA-256 over each entry's name, length (8 bytes, big-endian) and bytes. */
    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            entries().forEach((name, bytes) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(
                        ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).flip());
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
