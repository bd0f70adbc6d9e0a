package dev.verdict.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The model that comes with the program: {@code src/main/resources/model} holds the artifact, a copy of its
 * {@code model.json} for people, and its version. {@code scripts/bundle-model} makes them.
 */
public final class BundledModel {
    private static final String FOLDER = "/model/";

    private BundledModel() {}

    public static ModelArtifact read() throws IOException {
        try (InputStream in = resource(version().fileName())) {
            return ArtifactFile.read(in, "the bundled model");
        }
    }

    /** Bytes of its artifact. */
    public static byte[] bytes() throws IOException {
        try (InputStream in = resource(version().fileName())) {
            return in.readAllBytes();
        }
    }

    private static ModelVersion version() throws IOException {
        try (InputStream in = resource("version.txt")) {
            return new ModelVersion(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }

    private static InputStream resource(String name) {
        InputStream in = BundledModel.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new InvalidModelException(
                    "this build bundles no model: src/main/resources" + FOLDER + name + " is missing");
        }
        return in;
    }
}
