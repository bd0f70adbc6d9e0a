package dev.verdict.registry;

import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;

import java.util.Optional;

/**
 * The models that all instances share. What it says changes only when a record is read back from Kafka; publishing and
 * activating return when that has happened here. Thread-safe.
 */
public interface ModelRegistry {
    /** What was read so far; nothing until the topics were read to their end for the first time. */
    RegistryState state();

    /** What all instances are to score with; empty only before the first start. */
    default Optional<Activation> current() {
        return state().current();
    }

    /**
     * Blocks until all is read that is on the topics now.
     *
     * @throws RegistryException if it cannot be read in time
     */
    RegistryState readToEnd();

    /**
     * Puts an artifact on the models topic, unless its version is there. It is a candidate then: nobody scores with it.
     *
     * @param artifact bytes of its file
     * @param report on its training, an HTML page; empty if there is none. One too large for the record is left out, with a word
     *     in the log: no model is lost for it
     * @throws dev.verdict.model.InvalidModelException if it is not sound or larger than 32 MiB
     * @throws RegistryException if Kafka does not take it in time
     */
    PublishedModel publish(byte[] artifact, String report);

    /** Puts an artifact on the models topic without a report. */
    default PublishedModel publish(byte[] artifact) {
        return publish(artifact, "");
    }

    /**
     * Lets all instances score with a published model.
     *
     * @param by who wants it
     * @throws UnknownModelException if there is no usable model of that version
     * @throws RegistryException if Kafka does not take it in time
     */
    Activation activate(ModelVersion version, String by);

    /**
     * Lets a published model score alongside, without effect on what comes out; ends when it becomes the active one.
     *
     * @param share of the reviews, in (0, 1]
     * @throws UnknownModelException if there is no usable model of that version
     * @throws RegistryException if Kafka does not take it in time
     */
    Activation shadow(ModelVersion version, double share, String by);

    /** Lets no model score alongside. */
    void endShadow();

    /**
     * The artifact itself, fetched from its topic.
     *
     * @throws dev.verdict.model.InvalidModelException if it is no longer sound
     * @throws RegistryException if it cannot be had at the moment
     */
    ModelArtifact fetch(PublishedModel model);

    /**
     * The report that was published with a model, if one was.
     *
     * @throws RegistryException if it cannot be had at the moment
     */
    Optional<String> fetchReport(PublishedModel model);
}
