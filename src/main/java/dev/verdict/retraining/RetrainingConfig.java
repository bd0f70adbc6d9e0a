package dev.verdict.retraining;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

import java.nio.file.Path;
import java.util.Optional;
import jakarta.validation.constraints.Min;

/** How the service trains. */
@ConfigMapping(prefix = "verdict.training")
public interface RetrainingConfig {
    /** Threads that a run computes on, at least 1. */
    @WithDefault("1")
    @Min(1) int threads();

    /** The folder whose data sets may be trained on; none if it is not set. */
    Optional<Path> dataDirectory();

    /** The IMDB archive or its unpacked folder; it is downloaded and kept if this is not set. */
    Optional<Path> imdb();

    /** Where the state of runs is kept, so that a trainer that starts again goes on with them. */
    @WithName("work-directory")
    @WithDefault("${java.io.tmpdir}/verdict-training")
    Path workDirectory();

    /** Names of the topics. */
    Topics topics();

    /** Names of the topics of the training runs. */
    interface Topics {
        /** What trainers are asked for. One partition: whoever has it is the trainer. */
        @WithDefault("verdict.training.requests")
        String requests();

        /** How the runs go. One partition, as order matters. */
        @WithDefault("verdict.training.events")
        String events();

        /** Reviews that people labelled. */
        @WithDefault("reviews.labelled")
        String labelled();
    }
}
