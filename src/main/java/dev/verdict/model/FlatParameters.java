package dev.verdict.model;

/**
 * The order in which Deeplearning4j lays the network's parameters into one vector: embedding; the LSTM's input kernel,
 * recurrent kernel and bias; output kernel and bias. Every matrix is stored column by column, and the LSTM's gates
 * stand in the order candidate, forget, output, input.
 *
 * @see org.deeplearning4j.nn.params.LSTMParamInitializer
 */
final class FlatParameters {
    /** Block of Deeplearning4j's columns in which the gate of that place in i, f, c, o stands. */
    private static final int[] BLOCK_OF_GATE = {3, 1, 0, 2};

    private FlatParameters() {}

    static LstmWeights toWeights(NetworkSettings shape, float[] flat) {
        var cursor = new Cursor(flat);
        float[] embedding = new float[shape.indexCount() * shape.embeddingSize()];
        float[] inputKernel = new float[shape.embeddingSize() * shape.gateColumns()];
        float[] recurrentKernel = new float[shape.units() * shape.gateColumns()];
        float[] bias = new float[shape.gateColumns()];
        float[] outputKernel = new float[shape.units()];
        cursor.readColumns(embedding, shape.indexCount(), shape.embeddingSize());
        cursor.readGates(inputKernel, shape.embeddingSize(), shape.units());
        cursor.readGates(recurrentKernel, shape.units(), shape.units());
        cursor.readGates(bias, 1, shape.units());
        cursor.readColumns(outputKernel, shape.units(), 1);
        return new LstmWeights(
                shape, embedding, inputKernel, recurrentKernel, bias, outputKernel, flat[cursor.position]);
    }

    static float[] toFlat(LstmWeights weights) {
        NetworkSettings shape = weights.shape();
        var cursor = new Cursor(new float[shape.parameterCount()]);
        cursor.writeColumns(weights.embedding(), shape.indexCount(), shape.embeddingSize());
        cursor.writeGates(weights.inputKernel(), shape.embeddingSize(), shape.units());
        cursor.writeGates(weights.recurrentKernel(), shape.units(), shape.units());
        cursor.writeGates(weights.bias(), 1, shape.units());
        cursor.writeColumns(weights.outputKernel(), shape.units(), 1);
        cursor.flat[cursor.position] = weights.outputBias();
        return cursor.flat;
    }

    private static final class Cursor {
        private final float[] flat;
        private int position;

        Cursor(float[] flat) {
            this.flat = flat;
        }

        void readColumns(float[] matrix, int rows, int columns) {
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < rows; row++) {
                    matrix[row * columns + column] = flat[position++];
                }
            }
        }

        void writeColumns(float[] matrix, int rows, int columns) {
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < rows; row++) {
                    flat[position++] = matrix[row * columns + column];
                }
            }
        }

        void readGates(float[] matrix, int rows, int units) {
            for (int gate = 0; gate < 4; gate++) {
                for (int unit = 0; unit < units; unit++) {
                    for (int row = 0; row < rows; row++) {
                        matrix[(row * 4 + gate) * units + unit] = flat[ofGate(gate, unit, units, rows) + row];
                    }
                }
            }
            position += 4 * units * rows;
        }

        void writeGates(float[] matrix, int rows, int units) {
            for (int gate = 0; gate < 4; gate++) {
                for (int unit = 0; unit < units; unit++) {
                    for (int row = 0; row < rows; row++) {
                        flat[ofGate(gate, unit, units, rows) + row] = matrix[(row * 4 + gate) * units + unit];
                    }
                }
            }
            position += 4 * units * rows;
        }

        private int ofGate(int gate, int unit, int units, int rows) {
            return position + (BLOCK_OF_GATE[gate] * units + unit) * rows;
        }
    }
}
