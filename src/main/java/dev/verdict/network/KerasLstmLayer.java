package dev.verdict.network;

import org.bytedeco.javacpp.FloatPointer;
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
import org.nd4j.linalg.api.shape.Shape;

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
        if (dataType != DataType.FLOAT) {
            throw new IllegalArgumentException("this layer computes in float32, the network in " + dataType);
        }
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
                new Workers(layerConf().getThreads()));
        ready = false;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        floats(paramsFlattened).get(core.parameters());
        Minibatch batch = readInput();
        core.forward(training, getIterationCount());
        ready = training;
        INDArray output = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {batch.sequences, shape.units()}, 'c');
        floats(output).put(batch.output, 0, batch.sequences * shape.units());
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
        FloatPointer values = floats(rowMajor(input));
        if (shape.isEmbedded()) {
            float[] indices = new float[sequences * steps];
            values.get(indices);
            for (int i = 0; i < indices.length; i++) {
                batch.indices[i] = requireIndex(indices[i]);
            }
        } else {
            values.get(batch.vectors, 0, sequences * shape.inputs() * steps);
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
        floats(rowMajor(epsilon)).get(batch.outputGradient, 0, batch.sequences * shape.units());
        float[] vectorGradient = new float[shape.isEmbedded() ? 0 : batch.sequences * shape.inputs() * batch.steps];
        core.backward(vectorGradient);
        floats(gradientsFlattened).put(core.gradient());
        INDArray inputGradient = null;
        if (!shape.isEmbedded()) {
            inputGradient =
                    workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
            floats(inputGradient).put(vectorGradient);
        }
        var gradients = new DefaultGradient(gradientsFlattened);
        gradientViews.forEach(gradients::setGradientFor);
        return new Pair<>(gradients, inputGradient);
    }

    private static INDArray rowMajor(INDArray array) {
        INDArray floats = array.castTo(DataType.FLOAT);
        return floats.ordering() == 'c' && Shape.hasDefaultStridesForShape(floats) ? floats : floats.dup('c');
    }

    /** An array's elements, which must lie one after the other. */
    private static FloatPointer floats(INDArray array) {
        return (FloatPointer) array.data().addressPointer();
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
