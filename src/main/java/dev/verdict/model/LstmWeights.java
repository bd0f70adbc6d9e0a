package dev.verdict.model;

/**
 * Parameters of the network, row-major float32, gates in Keras's order i, f, c, o (input, forget, candidate, output).
 * The arrays are not copied and must not be written to.
 *
 * @param embedding (indexCount, embeddingSize)
 * @param inputKernel (embeddingSize, 4 * units)
 * @param recurrentKernel (units, 4 * units)
 * @param bias (4 * units)
 * @param outputKernel (units)
 * @param outputBias added to the logit
 */
public record LstmWeights(
        NetworkSettings shape,
        float[] embedding,
        float[] inputKernel,
        float[] recurrentKernel,
        float[] bias,
        float[] outputKernel,
        float outputBias) {

    /** @throws IllegalArgumentException naming an array of the wrong length or with a value that is not finite */
    public LstmWeights {
        check("embedding", embedding, shape.indexCount() * shape.embeddingSize());
        check("inputKernel", inputKernel, shape.embeddingSize() * shape.gateColumns());
        check("recurrentKernel", recurrentKernel, shape.units() * shape.gateColumns());
        check("bias", bias, shape.gateColumns());
        check("outputKernel", outputKernel, shape.units());
        check("outputBias", new float[] {outputBias}, 1);
    }

    private static void check(String name, float[] values, int length) {
        if (values.length != length) {
            throw new IllegalArgumentException(name + " must hold " + length + " values, not " + values.length);
        }
        for (int i = 0; i < length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(name + " holds " + values[i] + " at position " + i);
            }
        }
    }
}
