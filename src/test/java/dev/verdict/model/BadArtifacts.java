package dev.verdict.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Artifacts that nobody may use, each bad in one way, by what is wrong with them. */
public final class BadArtifacts {
    private static final int MEBIBYTE = 1 << 20;

    private BadArtifacts() {}

    /** @param model that they are made of; its version is theirs where their content does not make another */
    public static Map<String, byte[]> of(ModelArtifact model) {
        byte[] whole = ArtifactFile.bytes(model);
        float[] weights = FlatParameters.toFlat(model.weights());
        float[] notFinite = weights.clone();
        notFinite[17] = Float.NaN;
        var bad = new LinkedHashMap<String, byte[]>();
        bad.put("empty", new byte[0]);
        bad.put("text", "no zip at all".getBytes(StandardCharsets.UTF_8));
        bad.put("a Java object", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 't', 0, 1, 'x'});
        bad.put("truncated", Arrays.copyOf(whole, whole.length / 2));
        bad.put("oversized", Arrays.copyOf(whole, ArtifactFile.MAX_BYTES + 1));
        bad.put("zip bomb", zip(model, entries -> entries.put("vocabulary.txt", new byte[40 * MEBIBYTE]), false));
        bad.put("path traversal", zip(model, entries -> entries.put("../../evil", new byte[1]), false));
        bad.put("hash mismatch", zip(model, entries -> entries.put("vocabulary.txt", "x\n".getBytes()), false));
        bad.put(
                "NaN weight",
                zip(model, entries -> entries.put("coefficients.bin", Coefficients.format(notFinite)), true));
        bad.put(
                "wrong shape",
                zip(
                        model,
                        entries -> entries.put(
                                "coefficients.bin", Coefficients.format(Arrays.copyOf(weights, weights.length + 1))),
                        true));
        bad.put(
                "unknown format version",
                zip(
                        model,
                        entries -> entries.put(
                                "model.json",
                                new String(entries.get("model.json"), StandardCharsets.UTF_8)
                                        .replaceFirst("\"formatVersion\" : 1", "\"formatVersion\" : 99")
                                        .getBytes(StandardCharsets.UTF_8)),
                        true));
        return bad;
    }

    /** An artifact whose weights are not those that its samples are of, though its version vouches for all of it. */
    public static ModelArtifact withForeignSamples(ModelArtifact model, ModelArtifact other) {
        return ModelArtifact.of(
                TestModels.TRAINED_AT,
                model.card().withSamples(TestModels.sampled(other).card().samples()),
                model.vocabulary(),
                model.weights());
    }

    private static byte[] zip(ModelArtifact model, Consumer<Map<String, byte[]>> change, boolean vouched) {
        Map<String, byte[]> entries =
                new LinkedHashMap<>(ArtifactContent.of(model.card(), model.vocabulary(), model.weights())
                        .entries());
        change.accept(entries);
        var content = new ArtifactContent(
                entries.get("configuration.json"),
                entries.get("coefficients.bin"),
                entries.get("vocabulary.txt"),
                entries.get("model.json"));
        ModelVersion version = vouched ? ModelVersion.of(TestModels.TRAINED_AT, content.sha256()) : model.version();
        entries.put("version.txt", version.value().getBytes(StandardCharsets.US_ASCII));
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
