package dev.verdict.network;

/**
 * The gates in the order in which Deeplearning4j's LSTM keeps their columns. (Keras's order is input, forget, candidate,
 * output.)
 *
 * @see org.deeplearning4j.nn.params.LSTMParamInitializer
 */
final class Gate {
    static final int CANDIDATE = 0;
    static final int FORGET = 1;
    static final int OUTPUT = 2;
    static final int INPUT = 3;
    static final int COUNT = 4;

    private Gate() {}
}
