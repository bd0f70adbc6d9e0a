package dev.verdict.network;

/**
 * Sizes of the layer and where its parameters lie in its flat vector: embedding (vocabulary, inputs) if there is one,
 * input kernel (inputs, 4 * units), recurrent kernel (units, 4 * units), bias (4 * units); every matrix column by column,
 * gates in the order of {@link Gate}.
 *
 * @param vocabulary rows of the embedding, or 0 if the layer's input is vectors already
 * @param inputs size of an input vector
 */
record LstmShape(int vocabulary, int inputs, int units) {
    LstmShape {
        if (vocabulary < 0 || inputs < 1 || units < 1) {
            throw new IllegalArgumentException("vocabulary must be at least 0, inputs and units at least 1, not "
                    + vocabulary + ", " + inputs + " and " + units);
        }
        parameterCount(vocabulary, inputs, units);
    }

    boolean isEmbedded() {
        return vocabulary > 0;
    }

    int inputKernelAt() {
        return vocabulary * inputs;
    }

    int recurrentKernelAt() {
        return inputKernelAt() + inputs * Gate.COUNT * units;
    }

    int biasAt() {
        return recurrentKernelAt() + units * Gate.COUNT * units;
    }

    int parameterCount() {
        return parameterCount(vocabulary, inputs, units);
    }

    private static int parameterCount(long vocabulary, long inputs, long units) {
        return Math.toIntExact(vocabulary * inputs + (inputs + units + 1) * Gate.COUNT * units);
    }
}
