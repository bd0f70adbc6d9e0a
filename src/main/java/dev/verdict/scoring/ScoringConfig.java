package dev.verdict.scoring;

import io.smallrye.config.ConfigMapping;

import java.nio.file.Path;
import java.util.Optional;

/** What scores. */
@ConfigMapping(prefix = "verdict.scoring")
public interface ScoringConfig {
    /** An artifact that this instance scores with whatever is activated; without one it follows the registry. */
    Optional<Path> model();
}
