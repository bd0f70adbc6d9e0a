package dev.verdict.network;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

import java.util.Collection;

/**
 * Keras's Dense(1, sigmoid) with binary cross-entropy. Input {@code [minibatch, nIn]}, labels and output
 * {@code [minibatch, 1]}. Parameters W (nIn, 1) and b (1), in the form of Deeplearning4j's OutputLayer, whose results it
 * has; where that takes a millisecond a minibatch for some fifty operations, this takes microseconds.
 */
public final class LogisticOutput extends BaseOutputLayer {
    private static final long serialVersionUID = 1;

    /** For Deeplearning4j's JSON mapper. */
    LogisticOutput() {}

    private LogisticOutput(Builder builder) {
        super(builder);
        initializeConstraints(builder);
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        LayerValidation.assertNInNOutSet("LogisticOutput", getLayerName(), layerIndex, getNIn(), getNOut());
        var layer = new LogisticOutputLayer(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(layerParamsView);
        layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return DefaultParamInitializer.getInstance();
    }

    /** Size by nIn, which has no default. */
    public static final class Builder extends BaseOutputLayer.Builder<Builder> {
        @Override
        @SuppressWarnings("unchecked")
        public <E extends Layer> E build() {
            nOut(1);
            activation(Activation.SIGMOID);
            lossFunction(LossFunction.XENT);
            return (E) new LogisticOutput(this);
        }
    }
}
