package dev.verdict.model;

import java.util.Map;

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
        var expected = Map.of(
                "embedding", new Sized(embedding, shape.indexCount() * shape.embeddingSize()),
                "inputKernel", new Sized(inputKernel, shape.embeddingSize() * shape.gateColumns()),
                "recurrentKernel", new Sized(recurrentKernel, shape.units() * shape.gateColumns()),
                "bias", new Sized(bias, shape.gateColumns()),
                "outputKernel", new Sized(outputKernel, shape.units()),
                "outputBias", new Sized(new float[] {outputBias}, 1));
        expected.forEach((name, sized) -> sized.check(name));
    }

    private record Sized(float[] values, int length) {
        void check(String name) {
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
}
