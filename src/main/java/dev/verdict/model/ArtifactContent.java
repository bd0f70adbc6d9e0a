package dev.verdict.model;

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

    static ArtifactContent of(ModelCard card, Vocabulary vocabulary, LstmWeights weights) {
        return new ArtifactContent(
                ReviewNetwork.inference(weights.shape()).toJson().getBytes(StandardCharsets.UTF_8),
                Coefficients.format(FlatParameters.toFlat(weights)),
                VocabularyFile.format(vocabulary),
                CardJson.write(card));
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
            for (var entry : entries().entrySet()) {
                byte[] bytes = entry.getValue();
                digest.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
                digest.update(
                        ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).flip());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
