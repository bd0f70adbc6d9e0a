package dev.verdict.network;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The border between Deeplearning4j and {@link LstmCore}: copies parameters and inputs into plain arrays, outputs and
 * gradients back. A backward pass uses what the forward pass for training left, so that nothing is computed twice. Not
 * thread-safe, as any layer.
 */
final class KerasLstmLayer extends BaseLayer<AbstractKerasLstm> {
    private static final long serialVersionUID = 1;

    private final transient LstmShape shape;
    private transient LstmCore core;
    private transient boolean ready; // for the backward pass

    KerasLstmLayer(NeuralNetConfiguration conf, DataType dataType, int layerIndex) {
        super(conf, dataType);
        setIndex(layerIndex);
        shape = layerConf().shape();
        long seed = DrawnMasks.mix(conf.getSeed() + layerIndex);
        useMasks(new DrawnMasks(
                seed,
                layerConf().getDropout(),
                layerConf().getRecurrentDropout(),
                layerConf().isMaskShared(),
                shape.inputs(),
                shape.units()));
    }

    /** Takes the masks of training passes from elsewhere; their values must be 0 and 1 / (1 - rate). */
    void useMasks(MaskSource masks) {
        core = new LstmCore(
                shape,
                layerConf().getRecurrentActivation(),
                layerConf().getDropout(),
                layerConf().getRecurrentDropout(),
                masks,
                Arithmetic.fastest(),
                Workers.of(layerConf().getThreads()));
        ready = false;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        Minibatch batch = readInput();
        INDArray parameters = paramsFlattened.castTo(DataType.FLOAT); // itself, if it is
        core.forward(BorderArrays.elements(parameters), training, getIterationCount());
        ready = training;
        INDArray output = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS, dataType, new long[] {batch.sequences, shape.units()}, 'c');
        BorderArrays.write(batch.output, output);
        return output;
    }

    private Minibatch readInput() {
        boolean valid = shape.isEmbedded() ? input.rank() == 2 : input.rank() == 3 && input.size(1) == shape.inputs();
        if (!valid) {
            throw new IllegalArgumentException("input must be "
                    + (shape.isEmbedded() ? "[minibatch, timeSteps]" : "[minibatch, " + shape.inputs() + ", timeSteps]")
                    + ", not " + Arrays.toString(input.shape()) + " " + layerId());
        }
        int sequences = Math.toIntExact(input.size(0));
        int steps = Math.toIntExact(input.size(input.rank() - 1));
        Minibatch batch = core.begin(sequences, steps);
        if (shape.isEmbedded()) {
            float[] indices = BorderArrays.read(input);
            for (int i = 0; i < indices.length; i++) {
                batch.indices[i] = requireIndex(indices[i]);
            }
        } else {
            BorderArrays.read(input, batch.vectors);
        }
        return batch;
    }

    private int requireIndex(float value) {
        int index = (int) value;
        if (index != value || index < 0 || index >= shape.vocabulary()) {
            throw new IllegalArgumentException(
                    "an index must be a whole number in [0, " + shape.vocabulary() + "), not " + value);
        }
        return index;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        if (!ready) {
            throw new IllegalStateException("a backward pass needs a forward pass for training before it " + layerId());
        }
        ready = false;
        Minibatch batch = core.begin(batchSize(), Math.toIntExact(input.size(input.rank() - 1)));
        BorderArrays.read(epsilon, batch.outputGradient);
        float[] vectorGradient = new float[shape.isEmbedded() ? 0 : batch.sequences * shape.inputs() * batch.steps];
        backward(vectorGradient);
        INDArray inputGradient = null;
        if (!shape.isEmbedded()) {
            inputGradient = workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
            BorderArrays.write(vectorGradient, inputGradient);
        }
        var gradients = new DefaultGradient(gradientsFlattened);
        gradientViews.forEach(gradients::setGradientFor);
        return new Pair<>(gradients, inputGradient);
    }

    private void backward(float[] vectorGradient) {
        if (gradientsFlattened.dataType() == DataType.FLOAT) {
            core.backward(BorderArrays.elements(gradientsFlattened), vectorGradient);
        } else {
            float[] gradient = new float[shape.parameterCount()];
            core.backward(MemorySegment.ofArray(gradient), vectorGradient);
            BorderArrays.write(gradient, gradientsFlattened);
        }
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
        setMaskArray(maskArray);
        return new Pair<>(null, currentMaskState);
    }

    @Override
    public void setMaskArray(INDArray maskArray) {
        if (maskArray != null) {
            throw new UnsupportedOperationException("time steps cannot be masked " + layerId());
        }
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public Type type() {
        return Type.RECURRENT;
    }

    @Override
    public void clear() {
        super.clear();
        ready = false;
    }
}
