package dev.verdict.model;

import static dev.verdict.model.ArtifactContent.CARD;
import static dev.verdict.model.ArtifactContent.COEFFICIENTS;
import static dev.verdict.model.ArtifactContent.CONFIGURATION;
import static dev.verdict.model.ArtifactContent.VOCABULARY;

import dev.verdict.text.VocabularyFile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The artifact as a file: a zip that stock Deeplearning4j's {@code ModelSerializer.restoreMultiLayerNetwork} opens, with
 * {@code vocabulary.txt}, {@code model.json} and {@code version.txt} beside Deeplearning4j's own entries.
 *
 * <p>Reading trusts nothing: no Java object is deserialised, no entry may be larger than it can rightly be, and the
 * content must be the one that the version names.
 */
public final class ArtifactFile {
    /** No artifact is larger, so that each fits one Kafka record. */
    public static final int MAX_BYTES = 32 << 20;

    private static final String VERSION = "version.txt";
    /** What an entry may hold when unpacked; anything not named here is passed over unread. */
    private static final Map<String, Integer> MAX_ENTRY_BYTES = Map.of(
            CONFIGURATION, 1 << 20,
            COEFFICIENTS, 257 << 20,
            VOCABULARY, 32 << 20,
            CARD, 4 << 20,
            VERSION, 64);

    /** What all entries together may hold when unpacked, those that are passed over included. */
    private static final long MAX_UNPACKED_BYTES = 512L << 20;

    /** The same for every artifact, so that equal content makes equal bytes. */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ArtifactFile() {}

    /**
     * Writes the artifact into a folder, which is created if need be; under its name there is the whole file or none.
     *
     * @return the file
     */
    public static Path write(ModelArtifact artifact, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(artifact.version().fileName());
        Path unfinished = folder.resolve(artifact.version().fileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.write(unfinished, bytes(artifact), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** The file's bytes. */
    public static byte[] bytes(ModelArtifact artifact) {
        var content = ArtifactContent.of(artifact.card(), artifact.vocabulary(), artifact.weights());
        if (!content.sha256().startsWith(artifact.version().hashDigits())) {
            throw new IllegalStateException(
                    "model " + artifact.version() + " was written in another form: copy its file instead");
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : content.entries().entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
            put(zip, VERSION, artifact.version().value().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws InvalidModelException if the file is not a whole and sound artifact
     * @throws IOException if it cannot be read
     */
    public static ModelArtifact read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /**
     * @param name what to call the artifact in an error
     * @throws InvalidModelException if the stream does not hold a whole and sound artifact
     * @throws IOException if it cannot be read
     */
    public static ModelArtifact read(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new InvalidModelException(name + " is no model artifact: it is larger than 32 MiB");
        }
        try {
            return parse(unzip(bytes));
        } catch (IOException e) {
            throw new InvalidModelException(name + " is damaged or no model artifact: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(name + " is not a model that can be used: " + e.getMessage(), e);
        }
    }

    private static ModelArtifact parse(Map<String, byte[]> entries) throws IOException {
        for (String needed : MAX_ENTRY_BYTES.keySet()) {
            if (!entries.containsKey(needed)) {
                throw new IllegalArgumentException("it has no " + needed);
            }
        }
        var content = new ArtifactContent(
                entries.get(CONFIGURATION), entries.get(COEFFICIENTS), entries.get(VOCABULARY), entries.get(CARD));
        var version = new ModelVersion(new String(entries.get(VERSION), StandardCharsets.US_ASCII));
        if (!content.sha256().startsWith(version.hashDigits())) {
            throw new IllegalArgumentException(
                    "its content is not that of version " + version + "; it was changed or damaged");
        }
        ModelCard card = CardJson.read(content.card());
        NetworkSettings shape = card.network();
        float[] parameters = Coefficients.parse(content.coefficients(), shape.parameterCount());
        return new ModelArtifact(
                version, card, VocabularyFile.parse(content.vocabulary()), FlatParameters.toWeights(shape, parameters));
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        var entries = new HashMap<String, byte[]>();
        long unpackedBytes = 0;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                requireInside(entry.getName());
                Integer limit = MAX_ENTRY_BYTES.get(entry.getName());
                if (limit == null) {
                    unpackedBytes += passOver(zip, MAX_UNPACKED_BYTES - unpackedBytes);
                    continue;
                }
                byte[] content = zip.readNBytes(limit + 1);
                if (content.length > limit) {
                    throw new IllegalArgumentException(entry.getName() + " is larger than " + limit + " bytes");
                }
                unpackedBytes += content.length;
                if (entries.put(entry.getName(), content) != null) {
                    throw new IllegalArgumentException(entry.getName() + " is in it twice");
                }
            }
        }
        return entries;
    }

    /** Nothing is unpacked to disk here; but whoever makes such an entry means harm to those who do. */
    private static void requireInside(String name) {
        if (name.startsWith("/") || name.contains("..") || name.contains("\\")) {
            throw new IllegalArgumentException("an entry's name leads out of it");
        }
    }

    /** @return the entry's bytes when unpacked */
    private static long passOver(ZipInputStream zip, long limit) throws IOException {
        byte[] passedOver = new byte[1 << 16];
        long bytes = 0;
        for (int read = zip.read(passedOver); read >= 0; read = zip.read(passedOver)) {
            bytes += read;
            if (bytes > limit) {
                throw new IllegalArgumentException("it unpacks to more than 512 MiB");
            }
        }
        return bytes;
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
