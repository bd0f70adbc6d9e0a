package dev.verdict.model;

import dev.verdict.network.RecurrentActivation;

/**
 * What the network Embedding -> LSTM -> Dense(1) is made of.
 *
 * @param indexCount rows of the embedding, in [4, 1,000,000]
 * @param embeddingSize its columns, in [1, 4096]
 * @param units of the LSTM, in [1, 4096]
 * @param recurrentActivation of its gates; sigmoid if it is null
 */
public record NetworkSettings(int indexCount, int embeddingSize, int units, RecurrentActivation recurrentActivation) {
    /** What a reader will allocate at most: 256 MiB of parameters. */
    private static final long MAX_PARAMETERS = 64L << 20;

    /** What scoring will allocate at most for each index's share of the gates: 256 MiB. */
    private static final long MAX_INPUT_GATES = 64L << 20;

    private static final int MAX_SIZE = 4096;

    public NetworkSettings {
        recurrentActivation = recurrentActivation == null ? RecurrentActivation.SIGMOID : recurrentActivation;
        requireWithin("indexCount", indexCount, 4, 1_000_000);
        requireWithin("embeddingSize", embeddingSize, 1, MAX_SIZE);
        requireWithin("units", units, 1, MAX_SIZE);
        long parameters = parameterCount(indexCount, embeddingSize, units);
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException(
                    "a network of " + parameters + " parameters is too large: at most " + MAX_PARAMETERS);
        }
        long inputGates = (long) indexCount * 4 * units;
        if (inputGates > MAX_INPUT_GATES) {
            throw new IllegalArgumentException(
                    "indexCount x 4 x units = " + inputGates + " is too large: at most " + MAX_INPUT_GATES);
        }
    }

    /** With sigmoid gates. */
    public NetworkSettings(int indexCount, int embeddingSize, int units) {
        this(indexCount, embeddingSize, units, RecurrentActivation.SIGMOID);
    }

    /** Columns of the LSTM's kernels: its units for each of the four gates. */
    public int gateColumns() {
        return 4 * units;
    }

    /** Number of floats in the network. */
    public int parameterCount() {
        return (int) parameterCount(indexCount, embeddingSize, units);
    }

    private static long parameterCount(long indexCount, long embeddingSize, long units) {
        return indexCount * embeddingSize + (embeddingSize + units + 1) * 4 * units + units + 1;
    }

    private static void requireWithin(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be in [" + min + ", " + max + "], not " + value);
        }
    }
}
