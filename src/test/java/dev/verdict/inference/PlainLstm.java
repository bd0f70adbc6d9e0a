package dev.verdict.inference;

import dev.verdict.model.LstmWeights;
import dev.verdict.network.RecurrentActivation;
import dev.verdict.text.TokenSequence;

/** The network's equations in float64, step by step through pads and words, without any shortcut. */
final class PlainLstm {
    private final LstmWeights weights;
    private final int units;

    PlainLstm(LstmWeights weights) {
        this.weights = weights;
        this.units = weights.shape().units();
    }

    double probability(TokenSequence sequence) {
        double[] hidden = new double[units];
        double[] cells = new double[units];
        for (int index : sequence.indices()) {
            double[] next = new double[units];
            for (int unit = 0; unit < units; unit++) {
                double input = gate(sum(0, unit, index, hidden));
                double forget = gate(sum(1, unit, index, hidden));
                double candidate = Math.tanh(sum(2, unit, index, hidden));
                double output = gate(sum(3, unit, index, hidden));
                cells[unit] = forget * cells[unit] + input * candidate;
                next[unit] = output * Math.tanh(cells[unit]);
            }
            hidden = next;
        }
        double logit = weights.outputBias();
        for (int unit = 0; unit < units; unit++) {
            logit += hidden[unit] * weights.outputKernel()[unit];
        }
        return 1 / (1 + Math.exp(-logit));
    }

    private double sum(int gate, int unit, int index, double[] hidden) {
        int columns = 4 * units;
        int column = gate * units + unit;
        double sum = weights.bias()[column];
        int size = weights.shape().embeddingSize();
        for (int k = 0; k < size; k++) {
            sum += (double) weights.embedding()[index * size + k] * weights.inputKernel()[k * columns + column];
        }
        for (int k = 0; k < units; k++) {
            sum += hidden[k] * weights.recurrentKernel()[k * columns + column];
        }
        return sum;
    }

    private double gate(double z) {
        return weights.shape().recurrentActivation() == RecurrentActivation.SIGMOID
                ? 1 / (1 + Math.exp(-z))
                : Math.max(0, Math.min(1, 0.2 * z + 0.5));
    }
}
