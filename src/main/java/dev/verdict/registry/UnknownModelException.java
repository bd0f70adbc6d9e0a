package dev.verdict.registry;

import dev.verdict.model.ModelVersion;

/** No usable model of that version is published. */
public final class UnknownModelException extends RegistryException {
    private static final long serialVersionUID = 1L;

    UnknownModelException(ModelVersion version, String reason) {
        super("model " + version + " " + reason);
    }
}
