package dev.verdict.network;

/** The function of the input, forget and output gate. */
public enum RecurrentActivation {
    /** The logistic function, Keras's default since 2.3. */
    SIGMOID,
    /** {@code clip(0.2 z + 0.5, 0, 1)}, Keras's default until then; its derivative is 0.2 inside of the bounds, else 0. */
    HARD_SIGMOID
}
