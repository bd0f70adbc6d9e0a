package dev.verdict.retraining;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.time.Instant;

/** What a run trains on. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainingData.Imdb.class, name = "imdb"),
    @JsonSubTypes.Type(value = TrainingData.File.class, name = "file"),
    @JsonSubTypes.Type(value = TrainingData.Labelled.class, name = "labelled")
})
public sealed interface TrainingData {
    /** The IMDB reviews. */
    record Imdb() implements TrainingData {}

    /** @param path of a data set below the trainers' data folder */
    record File(String path) implements TrainingData {}

    /**
     * Reviews that people labelled.
     *
     * @param since those labelled then or later
     * @param addedToImdb whether they are trained on together with the IMDB reviews
     */
    record Labelled(Instant since, boolean addedToImdb) implements TrainingData {}
}
