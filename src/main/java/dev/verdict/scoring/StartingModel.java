package dev.verdict.scoring;

/**
 * What the service scores with until the registry has been read.
 *
 * @param isPinned whether it stays whatever the registry says, because this instance was given a model of its own
 */
public record StartingModel(Scorer scorer, boolean isPinned) {}
