package dev.verdict.scoring;

/** The model that scores at the moment, which may be another one the next moment. Thread-safe. */
@FunctionalInterface
public interface CurrentModel {
    /** Its scorer: to be asked once for all that one model must score, and not to be kept. */
    Scorer scorer();
}
