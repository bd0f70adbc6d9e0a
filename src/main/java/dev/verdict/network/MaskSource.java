package dev.verdict.network;

/**
 * Where the masks of a training pass come from. A mask holds 0 for what is dropped and 1 / (1 - rate) for what is kept.
 * Called by several threads at once.
 */
interface MaskSource {
    /**
     * Writes the four masks by which a sequence's inputs are multiplied; gate g's begins at {@code from + g * stride}.
     *
     * @param iteration of training
     * @param sequence its place in the minibatch
     */
    void inputMasks(int iteration, int sequence, float[] masks, int from, int stride);

    /** The same for the output that goes from a time step to the next. */
    void recurrentMasks(int iteration, int sequence, float[] masks, int from, int stride);
}
