package dev.verdict.bench;

import dev.verdict.text.TokenSequence;

import java.util.List;

/** Something that computes the network, with its weights loaded. */
interface Engine extends AutoCloseable {
    /** For one thread. Several may be in use at once. */
    Caller caller();

    @Override
    void close();

    interface Caller {
        /** Makes ready what the engine takes a batch from, such as an array of its kind; a tensor is made in the call. */
        Call ready(List<TokenSequence> batch);
    }

    interface Call {
        /** P(positive) for each sequence of the batch. */
        float[] probabilities();
    }
}
