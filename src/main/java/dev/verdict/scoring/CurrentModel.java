package dev.verdict.scoring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The model that scores at the moment, which may be another one the next moment. Thread-safe. */
@FunctionalInterface
public interface CurrentModel {
    /** Its scorer: to be asked once for all that one model must score, and not to be kept. */
    Scorer scorer();

    /**
     * Done once it is known which model must score. Until then {@link #scorer} is the one that the program came with, and the
     * stream waits.
     */
    default CompletionStage<Void> decided() {
        return CompletableFuture.completedFuture(null);
    }
}
