package dev.verdict.scoring;

import dev.verdict.model.LstmWeights;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;

import java.util.function.DoubleUnaryOperator;

/**
 * The network's forward pass at inference, float32. Immutable, for any number of threads; a call allocates a few
 * kilobytes of scratch memory.
 *
 * <p>Two shortcuts change nothing but rounding: the embedding is multiplied into the input kernel once (bias folded in),
 * so that an index's share of the gates is a row of a table; and the states after 0, 1, 2, ... leading pads, which are
 * the same for every review, are computed once, so that only what follows the pads costs anything.
 *
 * <p>Gates stand in the order i, f, c, o. Equations: {@code i = r(z_i), f = r(z_f), o = r(z_o),
 * c' = f * c + i * tanh(z_c), h' = o * tanh(c')} with {@code z = x W + h U + b}; probability {@code s(h w + d)}; s is the
 * logistic function and r the recurrent activation.
 *
 * @see <a href="https://doi.org/10.1162/089976600300015015">Gers, Schmidhuber &amp; Cummins 2000</a>
 */
public final class LstmInference {
    private final DoubleUnaryOperator recurrentActivation;
    private final int units;
    private final int gateColumns; // 4 * units
    private final float[] inputTable; // (indexCount, 4 * units): embedding x input kernel + bias
    private final float[] recurrentKernel; // (units, 4 * units)
    private final float[] outputKernel; // (units)
    private final float outputBias;
    private final State[] afterPads; // [number of leading pads]

    /** @param sequenceLength time steps of the sequences to come */
    public LstmInference(LstmWeights weights, int sequenceLength) {
        this.recurrentActivation = switch (weights.shape().recurrentActivation()) {
            case SIGMOID -> LstmInference::sigmoid;
            case HARD_SIGMOID -> LstmInference::hardSigmoid;
        };
        this.units = weights.shape().units();
        this.gateColumns = weights.shape().gateColumns();
        this.inputTable = inputTable(weights);
        this.recurrentKernel = weights.recurrentKernel();
        this.outputKernel = weights.outputKernel();
        this.outputBias = weights.outputBias();
        this.afterPads = statesAfterPads(sequenceLength);
    }

    /** P(positive), in [0, 1]. */
    public double probability(TokenSequence sequence) {
        int[] indices = sequence.indices();
        State state = afterPads[sequence.padding()].copy();
        float[] gates = new float[gateColumns];
        for (int step = sequence.padding(); step < indices.length; step++) {
            advance(state, indices[step], gates);
        }
        double logit = outputBias;
        for (int unit = 0; unit < units; unit++) {
            logit += state.hidden[unit] * outputKernel[unit];
        }
        return sigmoid(logit);
    }

    private void advance(State state, int index, float[] gates) {
        System.arraycopy(inputTable, index * gateColumns, gates, 0, gateColumns);
        multiplyAdd(state.hidden, recurrentKernel, gates);
        for (int unit = 0; unit < units; unit++) {
            double input = recurrentActivation.applyAsDouble(gates[unit]);
            double forget = recurrentActivation.applyAsDouble(gates[units + unit]);
            double candidate = Math.tanh(gates[2 * units + unit]);
            double output = recurrentActivation.applyAsDouble(gates[3 * units + unit]);
            double cell = forget * state.cell[unit] + input * candidate;
            state.cell[unit] = (float) cell;
            state.hidden[unit] = (float) (output * Math.tanh(cell));
        }
    }

    /** sums += vector x matrix, with matrix (vector.length, sums.length); two rows a pass halve the traffic of the sums. */
    private static void multiplyAdd(float[] vector, float[] matrix, float[] sums) {
        int columns = sums.length;
        int row = 0;
        for (; row + 1 < vector.length; row += 2) {
            float first = vector[row];
            float second = vector[row + 1];
            int offset = row * columns;
            for (int column = 0; column < columns; column++) {
                sums[column] += first * matrix[offset + column] + second * matrix[offset + columns + column];
            }
        }
        for (; row < vector.length; row++) {
            for (int column = 0; column < columns; column++) {
                sums[column] += vector[row] * matrix[row * columns + column];
            }
        }
    }

    private static float[] inputTable(LstmWeights weights) {
        int embeddingSize = weights.shape().embeddingSize();
        int columns = weights.shape().gateColumns();
        float[] table = new float[Math.multiplyExact(weights.shape().indexCount(), columns)];
        float[] embedded = new float[embeddingSize];
        float[] row = new float[columns];
        for (int index = 0; index < weights.shape().indexCount(); index++) {
            System.arraycopy(weights.embedding(), index * embeddingSize, embedded, 0, embeddingSize);
            System.arraycopy(weights.bias(), 0, row, 0, columns);
            multiplyAdd(embedded, weights.inputKernel(), row);
            System.arraycopy(row, 0, table, index * columns, columns);
        }
        return table;
    }

    private State[] statesAfterPads(int sequenceLength) {
        State[] states = new State[sequenceLength + 1];
        float[] gates = new float[gateColumns];
        states[0] = new State(new float[units], new float[units]);
        for (int pads = 1; pads <= sequenceLength; pads++) {
            states[pads] = states[pads - 1].copy();
            advance(states[pads], Tokenizer.PAD, gates);
        }
        return states;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static double hardSigmoid(double z) {
        return Math.clamp(0.2 * z + 0.5, 0, 1);
    }

    /** What the LSTM carries from one time step to the next; both arrays are (units). */
    private record State(float[] hidden, float[] cell) {
        State copy() {
            return new State(hidden.clone(), cell.clone());
        }
    }
}
