package dev.verdict.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains {@link LogisticOutput} in plain loops, summed in double. Scoring is left to Deeplearning4j, as is training with
 * what it knows and Keras's layer does not (dropout of its own, weight noise, masks). Not thread-safe, as any layer.
 */
public final class LogisticOutputLayer extends BaseOutputLayer<LogisticOutput> {
    private static final long serialVersionUID = 1;

    private transient double[] probabilities = {};

    LogisticOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** P(1) of each sequence of the minibatch last trained on, before its step; not copied. */
    public double[] trainedProbabilities() {
        return probabilities;
    }

    private boolean isPlain() {
        return layerConf().hasBias()
                && layerConf().getIDropout() == null
                && layerConf().getWeightNoise() == null
                && maskArray == null;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (!isPlain()) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        assertInputSet(true);
        float[] inputs = BorderArrays.read(input); // (minibatch, nIn)
        float[] truths = BorderArrays.read(labels); // (minibatch, 1)
        float[] kernel = BorderArrays.read(getParam(DefaultParamInitializer.WEIGHT_KEY)); // (nIn, 1)
        int width = kernel.length;
        double[] logits = logits(inputs, kernel);
        double[] kernelGradient = new double[width];
        double biasGradient = 0;
        float[] inputGradient = new float[inputs.length];
        probabilities = new double[truths.length];
        for (int row = 0; row < truths.length; row++) {
            probabilities[row] = 1 / (1 + StrictMath.exp(-logits[row]));
            double byLogit = probabilities[row] - truths[row];
            biasGradient += byLogit;
            for (int i = 0; i < width; i++) {
                kernelGradient[i] += byLogit * inputs[row * width + i];
                inputGradient[row * width + i] = (float) (byLogit * kernel[i]);
            }
        }
        float[] gradient = new float[width + 1];
        for (int i = 0; i < width; i++) {
            gradient[i] = (float) kernelGradient[i];
        }
        gradient[width] = (float) biasGradient;
        BorderArrays.write(gradient, gradientsFlattened);
        var gradients = new DefaultGradient(gradientsFlattened);
        gradientViews.forEach(gradients::setGradientFor);
        INDArray byInput =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
        BorderArrays.write(inputGradient, byInput);
        return new Pair<>(gradients, byInput);
    }

    /** The mean of the cross-entropy, from the logits, so that no probability need be clipped. */
    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaceMgr) {
        if (!isPlain()) {
            return super.computeScore(regularization, training, workspaceMgr);
        }
        float[] truths = BorderArrays.read(labels);
        double[] logits =
                logits(BorderArrays.read(input), BorderArrays.read(getParam(DefaultParamInitializer.WEIGHT_KEY)));
        double sum = 0;
        for (int row = 0; row < logits.length; row++) {
            double logit = logits[row];
            sum += Math.max(logit, 0) - logit * truths[row] + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
        }
        score = (conf().isMiniBatch() ? sum / getInputMiniBatchSize() : sum) + regularization;
        return score;
    }

    private double[] logits(float[] inputs, float[] kernel) {
        double bias = getParam(DefaultParamInitializer.BIAS_KEY).getDouble(0);
        double[] logits = new double[inputs.length / kernel.length];
        for (int row = 0; row < logits.length; row++) {
            double sum = bias;
            for (int i = 0; i < kernel.length; i++) {
                sum += (double) inputs[row * kernel.length + i] * kernel[i];
            }
            logits[row] = sum;
        }
        return logits;
    }

    @Override
    protected INDArray getLabels2d(LayerWorkspaceMgr workspaceMgr, ArrayType arrayType) {
        return labels;
    }
}
