package dev.verdict.topics;

/** Happens once, on a thread of its own, when all topics of the stream are there. */
public record TopicsReady() {}
