package dev.verdict.inference;

import dev.verdict.model.LstmWeights;
import dev.verdict.network.RecurrentActivation;

import java.util.stream.IntStream;

/**
 * The weights as {@link Kernels} want them: units padded with zeros to whole blocks, each block's gates side by side. A
 * sigmoid gate comes out as the exponent of 2 whose power the logistic function has in its denominator, a hard-sigmoid gate
 * as what is cut off at 0 and 1, the candidate as the exponent of 2 that gives {@code exp(2 z)}. The units of the padding
 * stay at 0.
 */
final class PackedWeights {
    private static final int CANDIDATE = 2;
    private static final float HARD_SLOPE = 0.2f;
    private static final float HARD_OFFSET = 0.5f;
    /** Table rows of one task. */
    private static final int INDICES = 64;

    final int units;
    final int paddedUnits;
    final int blocks;
    final int rowSize; // 4 * padded units
    final boolean hardSigmoid;
    final float[] table; // (indexCount, blocks, 4, lanes): embedding x input kernel + bias
    final float[] recurrentKernel; // (blocks, units, 4, lanes)
    final float[] outputKernel; // (units)
    final float outputBias;

    private final int lanes;

    PackedWeights(LstmWeights weights, int lanes) {
        this.lanes = lanes;
        this.units = weights.shape().units();
        this.blocks = Math.ceilDiv(units, lanes);
        this.paddedUnits = blocks * lanes;
        this.rowSize = Kernels.GATES * paddedUnits;
        this.hardSigmoid = weights.shape().recurrentActivation() == RecurrentActivation.HARD_SIGMOID;
        this.table = table(weights);
        this.recurrentKernel = packedKernel(weights.recurrentKernel());
        this.outputKernel = weights.outputKernel();
        this.outputBias = weights.outputBias();
    }

    /** Where a block's panel begins in the recurrent kernel. */
    int panelAt(int block) {
        return block * units * panel();
    }

    private int panel() {
        return Kernels.GATES * lanes;
    }

    private float[] table(LstmWeights weights) {
        int indexCount = weights.shape().indexCount();
        int columns = weights.shape().gateColumns();
        float[] kernel = scaled(weights.inputKernel());
        float[] bias = scaled(weights.bias());
        if (hardSigmoid) {
            for (int column = 0; column < columns; column++) {
                bias[column] += column / units == CANDIDATE ? 0 : HARD_OFFSET;
            }
        }
        float[] packed = new float[Math.multiplyExact(indexCount, rowSize)];
        IntStream.range(0, Math.ceilDiv(indexCount, INDICES)).parallel().forEach(task -> {
            float[] row = new float[columns];
            for (int index = task * INDICES; index < Math.min((task + 1) * INDICES, indexCount); index++) {
                System.arraycopy(bias, 0, row, 0, columns);
                addEmbedded(weights.embedding(), index, kernel, row);
                pack(row, 0, packed, index * rowSize, panel());
            }
        });
        return packed;
    }

    /** {@code row += embedding[index] x kernel}, in ascending order. */
    private static void addEmbedded(float[] embedding, int index, float[] kernel, float[] row) {
        int size = kernel.length / row.length;
        for (int k = 0; k < size; k++) {
            ScalarKernels.addProduct(embedding[index * size + k], kernel, k * row.length, row, 0, row.length);
        }
    }

    private float[] packedKernel(float[] kernel) {
        float[] scaled = scaled(kernel);
        float[] packed = new float[Math.multiplyExact(units, rowSize)];
        for (int k = 0; k < units; k++) {
            pack(scaled, k * Kernels.GATES * units, packed, k * panel(), units * panel());
        }
        return packed;
    }

    /** Puts the gates of one row, (4, units), at the head of panels that lie {@code blockStride} apart. */
    private void pack(float[] row, int from, float[] packed, int to, int blockStride) {
        for (int block = 0; block < blocks; block++) {
            int width = Math.min(lanes, units - block * lanes);
            for (int gate = 0; gate < Kernels.GATES; gate++) {
                System.arraycopy(
                        row,
                        from + gate * units + block * lanes,
                        packed,
                        to + block * blockStride + gate * lanes,
                        width);
            }
        }
    }

    /** A copy of a matrix of (any, 4 * units), its gates scaled. */
    private float[] scaled(float[] matrix) {
        float gateScale = hardSigmoid ? HARD_SLOPE : Exponential.SIGMOID_SCALE;
        float[] scaled = new float[matrix.length];
        for (int from = 0; from < matrix.length; from += units) {
            float scale = from / units % Kernels.GATES == CANDIDATE ? Exponential.TANH_SCALE : gateScale;
            for (int i = from; i < from + units; i++) {
                scaled[i] = scale * matrix[i];
            }
        }
        return scaled;
    }
}
