package dev.verdict.network;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonIgnore;

import java.util.Collection;
import java.util.Map;

/**
 * What {@link KerasLstm} and {@link EmbeddedKerasLstm} have in common: an LSTM that computes what Keras's does, of which
 * only the output after the last time step goes on. Initial values and masks follow from the seed of the
 * {@link NeuralNetConfiguration} and the layer's place in the network. Deeplearning4j's own dropout, activation, weight
 * initialisation and masks of time steps have no part in it.
 *
 * <p>Equations: {@code z_g = (x_t * m_g) W_g + (h * r_g) U_g + b_g} for the gates g; {@code i, f, o} by the recurrent
 * activation, the candidate by tanh; {@code c' = f * c + i * candidate}; {@code h' = o * tanh(c')}. The masks m and r hold
 * 0 or 1 / (1 - rate), are drawn once a sequence and held over all its time steps; at inference they are 1.
 *
 * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter &amp; Schmidhuber 1997</a>
 * @see <a href="https://arxiv.org/abs/1512.05287">Gal &amp; Ghahramani 2016, dropout in recurrent networks</a>
 * @see <a href="https://keras.io/api/layers/recurrent_layers/lstm/">Keras's LSTM</a>
 */
public abstract class AbstractKerasLstm extends FeedForwardLayer {
    private static final long serialVersionUID = 1;

    private double dropout;
    private double recurrentDropout;
    private int implementation = 1;
    private RecurrentActivation recurrentActivation = RecurrentActivation.SIGMOID;
    private int threads;

    /** For Deeplearning4j's JSON mapper. */
    AbstractKerasLstm() {}

    AbstractKerasLstm(Builder<?> builder) {
        super(builder);
        setDropout(builder.dropout);
        setRecurrentDropout(builder.recurrentDropout);
        setImplementation(builder.implementation);
        setRecurrentActivation(builder.recurrentActivation);
        setThreads(builder.threads);
        initializeConstraints(builder);
    }

    abstract LstmShape shape();

    public double getDropout() {
        return dropout;
    }

    public final void setDropout(double dropout) {
        this.dropout = requireRate("dropout", dropout);
    }

    public double getRecurrentDropout() {
        return recurrentDropout;
    }

    public final void setRecurrentDropout(double recurrentDropout) {
        this.recurrentDropout = requireRate("recurrentDropout", recurrentDropout);
    }

    public int getImplementation() {
        return implementation;
    }

    public final void setImplementation(int implementation) {
        if (implementation != 1 && implementation != 2) {
            throw new IllegalArgumentException("implementation must be 1 or 2, not " + implementation);
        }
        this.implementation = implementation;
    }

    @JsonIgnore
    boolean isMaskShared() {
        return implementation == 2;
    }

    public RecurrentActivation getRecurrentActivation() {
        return recurrentActivation;
    }

    public final void setRecurrentActivation(RecurrentActivation recurrentActivation) {
        this.recurrentActivation = recurrentActivation;
    }

    public int getThreads() {
        return threads;
    }

    public final void setThreads(int threads) {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be at least 0, not " + threads);
        }
        this.threads = threads;
    }

    private static double requireRate(String name, double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), not " + rate);
        }
        return rate;
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        LayerValidation.assertNInNOutSet(getClass().getSimpleName(), getLayerName(), layerIndex, getNIn(), getNOut());
        var layer = new KerasLstmLayer(conf, networkDataType, layerIndex);
        layer.setListeners(trainingListeners);
        layer.setParamsViewArray(layerParamsView);
        Map<String, INDArray> parameters =
                new KerasLstmParamInitializer(layerIndex).init(conf, layerParamsView, initializeParams);
        layer.setParamTable(parameters);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return new KerasLstmParamInitializer(0);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return InputType.feedForward(getNOut());
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        long parameters = shape().parameterCount();
        return new LayerMemoryReport.Builder(layerName, getClass(), inputType, getOutputType(-1, inputType))
                .standardMemory(parameters, getIUpdater().stateSize(parameters))
                .build();
    }

    /** @param <T> the builder's own type */
    public abstract static class Builder<T extends Builder<T>> extends FeedForwardLayer.Builder<T> {
        private double dropout;
        private double recurrentDropout;
        private int implementation = 1;
        private RecurrentActivation recurrentActivation = RecurrentActivation.SIGMOID;
        private int threads;

        abstract T self();

        /** Share of the inputs that is dropped in training, in [0, 1); 0 by default. */
        public T dropout(double rate) {
            this.dropout = rate;
            return self();
        }

        /** Share of the recurrent state that is dropped in training, in [0, 1); 0 by default. */
        public T recurrentDropout(double rate) {
            this.recurrentDropout = rate;
            return self();
        }

        /** Keras's name for how masks are drawn: 1 (default), for each gate its own; 2, one for all four. */
        public T implementation(int implementation) {
            this.implementation = implementation;
            return self();
        }

        /** The logistic function by default. */
        public T recurrentActivation(RecurrentActivation activation) {
            this.recurrentActivation = activation;
            return self();
        }

        /** Threads that share a minibatch; 0 (default) for as many as there are processors. Results do not depend on it. */
        public T threads(int threads) {
            this.threads = threads;
            return self();
        }
    }
}
