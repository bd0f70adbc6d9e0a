package dev.verdict.network;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells Deeplearning4j which parameters a layer has and where they lie in its vector: see {@link LstmShape}. */
final class KerasLstmParamInitializer implements ParamInitializer {
    static final String EMBEDDING_KEY = "E";
    static final String KERNEL_KEY = LSTMParamInitializer.INPUT_WEIGHT_KEY;
    static final String RECURRENT_KERNEL_KEY = LSTMParamInitializer.RECURRENT_WEIGHT_KEY;
    static final String BIAS_KEY = LSTMParamInitializer.BIAS_KEY;

    private final int layerIndex;

    /** @param layerIndex the layer's place in the network, so that two layers do not begin with the same values */
    KerasLstmParamInitializer(int layerIndex) {
        this.layerIndex = layerIndex;
    }

    private static LstmShape shape(Layer layer) {
        return ((AbstractKerasLstm) layer).shape();
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return shape(layer).parameterCount();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return shape(layer).isEmbedded()
                ? List.of(EMBEDDING_KEY, KERNEL_KEY, RECURRENT_KERNEL_KEY, BIAS_KEY)
                : List.of(KERNEL_KEY, RECURRENT_KERNEL_KEY, BIAS_KEY);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream().filter(key -> !key.equals(BIAS_KEY)).toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of(BIAS_KEY);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return weightKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return BIAS_KEY.equals(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        LstmShape shape = shape(conf.getLayer());
        paramKeys(conf.getLayer()).forEach(conf::addVariable);
        if (initializeParams) {
            float[] values = KerasInitialValues.draw(shape, DrawnMasks.mix(conf.getSeed() + layerIndex));
            paramsView.assign(Nd4j.createFromArray(values).reshape(paramsView.shape()));
        }
        return Collections.synchronizedMap(views(shape, paramsView));
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views(shape(conf.getLayer()), gradientView);
    }

    private static Map<String, INDArray> views(LstmShape shape, INDArray vector) {
        INDArray flat = vector.reshape(vector.length());
        long columns = (long) Gate.COUNT * shape.units();
        Map<String, INDArray> views = new LinkedHashMap<>();
        if (shape.isEmbedded()) {
            views.put(EMBEDDING_KEY, matrix(flat, 0, shape.vocabulary(), shape.inputs()));
        }
        views.put(KERNEL_KEY, matrix(flat, shape.inputKernelAt(), shape.inputs(), columns));
        views.put(RECURRENT_KERNEL_KEY, matrix(flat, shape.recurrentKernelAt(), shape.units(), columns));
        views.put(BIAS_KEY, flat.get(NDArrayIndex.interval(shape.biasAt(), shape.parameterCount())));
        return views;
    }

    private static INDArray matrix(INDArray flat, long from, long rows, long columns) {
        return flat.get(NDArrayIndex.interval(from, from + rows * columns)).reshape('f', rows, columns);
    }
}
