package dev.verdict.scoring;

import io.smallrye.config.ConfigMapping;

import java.nio.file.Path;
import java.util.Optional;

/** What scores. */
@ConfigMapping(prefix = "verdict.scoring")
public interface ScoringConfig {
    /** A model artifact to score with; the bundled model if it is not set. */
    Optional<Path> model();
}
