package dev.verdict.export;

import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * An artifact's network as an ONNX model: input {@code indices}, int64 {@code [batch, sequenceLength]}, output {@code
 * probability}, float32 {@code [batch]}. How texts become indices is told in the metadata; the vocabulary stays in the
 * artifact. The same artifact gives the same bytes.
 */
public final class OnnxFile {
    private OnnxFile() {}

    /**
     * Writes the model; under the file's name there is the whole model or what was there before. The folder is created if
     * need be.
     *
     * @param programVersion this program's, kept in the model as its producer's
     * @throws IOException if something that is no ordinary file has that name, or nothing can be written there
     */
    public static void write(ModelArtifact artifact, String programVersion, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new FileSystemException(file.toString(), null, "it is not an ordinary file");
        }
        Files.createDirectories(target.getParent());
        Path unfinished = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                write(artifact, programVersion, out);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Writes the model and leaves the stream open. */
    public static void write(ModelArtifact artifact, String programVersion, OutputStream out) throws IOException {
        int sequenceLength = artifact.card().tokenizer().sequenceLength();
        OnnxSchema.model(
                        "Verdict",
                        programVersion,
                        "Sentiment of a review: P(positive) of its last " + sequenceLength + " words. Model "
                                + artifact.version() + ".",
                        metadata(artifact),
                        OnnxNetwork.graph("sentiment", artifact.weights(), sequenceLength))
                .writeTo(out);
    }

    private static Map<String, String> metadata(ModelArtifact artifact) {
        ModelCard card = artifact.card();
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("verdict.model", artifact.version().value());
        metadata.put("verdict.sequenceLength", "" + card.tokenizer().sequenceLength());
        metadata.put("verdict.indexCount", "" + card.tokenizer().indexCount());
        metadata.put("verdict.vocabularySize", "" + artifact.vocabulary().size());
        metadata.put(
                "verdict.tokenizer",
                "Keras's IMDB data: lower-case ASCII letters; part words at "
                        + "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~, tab, newline and space; 1, then the words; the word of "
                        + "frequency rank r is r + 3 if that is below indexCount, otherwise 2; a word that the vocabulary "
                        + "does not hold is left out if vocabularySize is above indexCount, otherwise 2; keep the last "
                        + "sequenceLength entries, fill with 0 in front. vocabulary.txt in the model artifact has the "
                        + "words in rank order, from 1.");
        return metadata;
    }
}
