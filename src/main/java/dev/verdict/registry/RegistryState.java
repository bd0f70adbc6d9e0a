package dev.verdict.registry;

import dev.verdict.model.ArtifactFile;
import dev.verdict.model.InvalidModelException;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What the registry's topics say, as far as they were read. Immutable: each record makes another state. */
public final class RegistryState {
    /** Key of the activation that all instances score with. */
    static final String ACTIVE = "active";
    /** Key of the one that scores alongside. */
    static final String SHADOW = "shadow";

    static final RegistryState EMPTY =
            new RegistryState(newestFirst(Map.of()), new LinkedHashMap<>(), Map.of(), Map.of());

    /** More than that are not worth remembering. */
    private static final int MAX_REFUSED = 100;

    private final SequencedMap<ModelVersion, PublishedModel> models;
    private final SequencedMap<String, RefusedRecord> refused; // by topic and key, the oldest first
    private final Map<String, Activation> activations;
    private final Map<String, Instance> instances;

    private RegistryState(
            SequencedMap<ModelVersion, PublishedModel> models,
            SequencedMap<String, RefusedRecord> refused,
            Map<String, Activation> activations,
            Map<String, Instance> instances) {
        this.models = models;
        this.refused = refused;
        this.activations = activations;
        this.instances = instances;
    }

    /** All usable models, the newest first. */
    public Collection<PublishedModel> models() {
        return Collections.unmodifiableCollection(models.values());
    }

    public Optional<PublishedModel> model(ModelVersion version) {
        return Optional.ofNullable(models.get(version));
    }

    /** Records that must not be used, the last 100 at most. */
    public List<RefusedRecord> refused() {
        return List.copyOf(refused.values());
    }

    /** Why there is no usable model of that version. */
    public String whyMissing(ModelVersion version) {
        return refused.values().stream()
                .filter(record -> record.key().equals(version.value()))
                .map(record -> "was refused: " + record.reason())
                .findFirst()
                .orElse("is not published");
    }

    /** What all instances are to score with; empty only before the first start. */
    public Optional<Activation> current() {
        return Optional.ofNullable(activations.get(ACTIVE));
    }

    /** What is to score alongside, if anything. */
    public Optional<Activation> shadow() {
        return Optional.ofNullable(activations.get(SHADOW));
    }

    /**
     * The instances that announced themselves of late. Ages are differences of the broker's times, so that no two clocks are
     * compared.
     *
     * @param patience after which an instance is gone
     */
    public List<Instance> instances(Duration patience) {
        Instant newest = instances.values().stream()
                .map(Instance::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return instances.values().stream()
                .filter(instance -> !instance.at().isBefore(newest.minus(patience)))
                .sorted(Comparator.comparing(Instance::id))
                .toList();
    }

    /** The state after that record. No record makes it fail. */
    RegistryState with(RegistryRecord message) {
        try {
            return switch (message.source()) {
                case MODELS -> withModel(message);
                case ACTIVATIONS -> withActivation(message);
                case INSTANCES -> withInstance(message);
            };
        } catch (InvalidModelException | IllegalArgumentException e) {
            return withRefused(message, e.getMessage());
        } catch (OutOfMemoryError e) {
            return withRefused(message, "there is not enough memory to read it");
        }
    }

    private RegistryState withModel(RegistryRecord message) {
        SequencedMap<ModelVersion, PublishedModel> changed = newestFirst(models);
        if (message.value() == null) {
            changed.keySet().removeIf(version -> version.value().equals(message.key()));
            return new RegistryState(changed, withoutRefused(message), activations, instances);
        }
        ModelArtifact artifact = read(message);
        if (!artifact.version().value().equals(message.key())) {
            throw new IllegalArgumentException("its key is not its version, " + artifact.version());
        }
        changed.put(
                artifact.version(),
                new PublishedModel(
                        artifact.version(),
                        artifact.card(),
                        message.value().length,
                        message.at(),
                        message.offset(),
                        message.hasReport()));
        return new RegistryState(changed, withoutRefused(message), activations, instances);
    }

    static ModelArtifact read(RegistryRecord message) {
        try {
            return ArtifactFile.read(new ByteArrayInputStream(message.value()), "the record");
        } catch (IOException e) {
            throw new IllegalStateException("an array can always be read", e);
        }
    }

    private RegistryState withActivation(RegistryRecord message) {
        if (!message.key().equals(ACTIVE) && !message.key().equals(SHADOW)) {
            throw new IllegalArgumentException("its key must be \"" + ACTIVE + "\" or \"" + SHADOW + "\"");
        }
        var changed = new LinkedHashMap<>(activations);
        if (message.value() != null) {
            changed.put(message.key(), ActivationJson.read(message));
        } else if (message.key().equals(SHADOW)) {
            changed.remove(SHADOW);
        } else {
            throw new IllegalArgumentException("what scores can be replaced but not removed");
        }
        return new RegistryState(models, withoutRefused(message), changed, instances);
    }

    private RegistryState withInstance(RegistryRecord message) {
        var changed = new LinkedHashMap<>(instances);
        if (message.value() == null) {
            changed.remove(message.key());
        } else {
            changed.put(message.key(), Instance.read(message));
        }
        return new RegistryState(models, refused, activations, changed);
    }

    /** A model that the record replaces is no longer to be had. */
    private RegistryState withRefused(RegistryRecord message, String reason) {
        SequencedMap<ModelVersion, PublishedModel> left = models;
        if (message.source() == RegistryRecord.Source.MODELS) {
            left = newestFirst(models);
            left.keySet().removeIf(version -> version.value().equals(message.key()));
        }
        SequencedMap<String, RefusedRecord> changed = withoutRefused(message);
        changed.put(
                message.topic() + "/" + message.key(),
                new RefusedRecord(message.topic(), message.key(), message.offset(), reason));
        if (changed.size() > MAX_REFUSED) {
            changed.pollFirstEntry();
        }
        return new RegistryState(left, changed, activations, instances);
    }

    private SequencedMap<String, RefusedRecord> withoutRefused(RegistryRecord message) {
        var changed = new LinkedHashMap<>(refused);
        changed.remove(message.topic() + "/" + message.key());
        return changed;
    }

    private static SequencedMap<ModelVersion, PublishedModel> newestFirst(Map<ModelVersion, PublishedModel> models) {
        var sorted = new TreeMap<ModelVersion, PublishedModel>(
                Comparator.comparing(ModelVersion::value).reversed());
        sorted.putAll(models);
        return sorted;
    }
}
