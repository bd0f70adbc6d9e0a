package dev.verdict.cli;

import dev.verdict.model.ModelVersion;
import dev.verdict.registry.PublishedModel;
import dev.verdict.registry.RegistryState;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Versions as people write them. */
final class VersionConverter implements ITypeConverter<ModelVersion> {
    @Override
    public ModelVersion convert(String value) {
        try {
            return new ModelVersion(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** @throws IllegalArgumentException if there is none of that version */
    static PublishedModel published(ModelVersion version, RegistryState state) {
        return state.model(version)
                .orElseThrow(() -> new IllegalArgumentException(
                        "model " + version + " " + state.whyMissing(version) + "; `models` lists those there are"));
    }
}
