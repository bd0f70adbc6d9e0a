package dev.verdict.model;

import org.nd4j.linalg.activations.Activation;

/** The activation of the LSTM's input, forget and output gates (Keras: {@code recurrent_activation}). */
public enum RecurrentActivation {
    /** {@code 1 / (1 + exp(-z))}, the default since Keras 2.3. */
    SIGMOID(Activation.SIGMOID),
    /** {@code clip(0.2 z + 0.5, 0, 1)}, the default of Keras until 2.2. */
    HARD_SIGMOID(Activation.HARDSIGMOID);

    private final Activation inDeeplearning4j;

    RecurrentActivation(Activation inDeeplearning4j) {
        this.inDeeplearning4j = inDeeplearning4j;
    }

    Activation inDeeplearning4j() {
        return inDeeplearning4j;
    }
}
