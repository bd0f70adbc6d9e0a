package dev.verdict.network;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A layer's parameters at the start of training, as Keras draws them by default. */
final class KerasInitialValues {
    /** Bound of Keras's "uniform" for embeddings. */
    private static final double EMBEDDING_BOUND = 0.05;

    private KerasInitialValues() {}

    /**
     * Embedding uniform in [-0.05, 0.05], input kernel Glorot uniform, recurrent kernel orthogonal, the forget gate's bias
     * 1 and the others 0; in the order of {@link LstmShape}.
     *
     * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot &amp; Bengio 2010</a>
     * @see <a href="https://proceedings.mlr.press/v37/jozefowicz15.html">Jozefowicz et al. 2015, forget bias 1</a>
     */
    static float[] draw(LstmShape shape, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[shape.parameterCount()];
        fillUniform(values, 0, shape.inputKernelAt(), EMBEDDING_BOUND, random);
        // The kernel of the four gates is one matrix to Keras, so its fan out is 4 * units.
        double bound = Math.sqrt(6.0 / (shape.inputs() + Gate.COUNT * shape.units()));
        fillUniform(values, shape.inputKernelAt(), shape.recurrentKernelAt(), bound, random);
        fillOrthogonal(values, shape.recurrentKernelAt(), shape.units(), random);
        int forgetBiasAt = shape.biasAt() + Gate.FORGET * shape.units();
        Arrays.fill(values, forgetBiasAt, forgetBiasAt + shape.units(), 1);
        return values;
    }

    private static void fillUniform(float[] values, int from, int to, double bound, SplittableRandom random) {
        for (int i = from; i < to; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
    }

    /**
     * The rows of a matrix (units, 4 * units) of normal numbers, made orthonormal one after the other (Gram and Schmidt,
     * twice for accuracy), which is its QR decomposition with the signs that Keras gives it.
     *
     * @see <a href="https://arxiv.org/abs/1312.6120">Saxe et al. 2014</a>
     */
    private static void fillOrthogonal(float[] values, int from, int units, SplittableRandom random) {
        double[][] rows = new double[units][Gate.COUNT * units];
        for (int row = 0; row < units; row++) {
            Arrays.setAll(rows[row], _ -> random.nextGaussian());
            for (int pass = 0; pass < 2; pass++) {
                for (int earlier = 0; earlier < row; earlier++) {
                    addScaled(rows[row], rows[earlier], -dot(rows[row], rows[earlier]));
                }
            }
            double length = Math.sqrt(dot(rows[row], rows[row]));
            for (int column = 0; column < rows[row].length; column++) {
                rows[row][column] /= length;
                values[from + column * units + row] = (float) rows[row][column];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void addScaled(double[] sum, double[] values, double factor) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * values[i];
        }
    }
}
