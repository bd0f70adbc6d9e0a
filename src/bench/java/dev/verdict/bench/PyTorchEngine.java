package dev.verdict.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import dev.verdict.model.LstmWeights;
import dev.verdict.model.ModelArtifact;
import dev.verdict.network.RecurrentActivation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** PyTorch's own LSTM operation through DJL, on the artifact's weights; callers share them. */
final class PyTorchEngine implements Engine {
    private final NDManager manager;
    private final int units;
    private final NDArray embedding; // (indexCount, embeddingSize)
    private final NDList kernels; // (4 * units, embeddingSize), (4 * units, units), twice (4 * units); gates i, f, c, o
    private final NDArray outputKernel; // (units, 1)
    private final float outputBias;

    PyTorchEngine(ModelArtifact artifact, int threadsInCall) {
        LstmWeights weights = artifact.weights();
        if (weights.shape().recurrentActivation() != RecurrentActivation.SIGMOID) {
            throw new IllegalArgumentException("PyTorch's LSTM has sigmoid gates only");
        }
        // Read when the library is loaded, which is once a JVM. It comes from the class path and tells nobody.
        System.setProperty("ai.djl.pytorch.num_threads", "" + threadsInCall);
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        int embeddingSize = weights.shape().embeddingSize();
        int columns = weights.shape().gateColumns();
        this.units = weights.shape().units();
        this.embedding =
                manager.create(weights.embedding(), new Shape(weights.shape().indexCount(), embeddingSize));
        this.kernels = new NDList(
                contiguous(manager.create(weights.inputKernel(), new Shape(embeddingSize, columns))),
                contiguous(manager.create(weights.recurrentKernel(), new Shape(units, columns))),
                manager.create(weights.bias(), new Shape(columns)),
                manager.zeros(new Shape(columns)));
        this.outputKernel = manager.create(weights.outputKernel(), new Shape(units, 1));
        this.outputBias = weights.outputBias();
    }

    /** The transposed matrix, laid out anew. */
    private static NDArray contiguous(NDArray matrix) {
        return matrix.getManager()
                .create(matrix.transpose().toFloatArray(), matrix.transpose().getShape());
    }

    @Override
    public Caller caller() {
        return batch -> {
            var indices = OnnxRuntimeEngine.direct(batch);
            var bytes =
                    ByteBuffer.allocateDirect(indices.remaining() * Long.BYTES).order(ByteOrder.nativeOrder());
            bytes.asLongBuffer().put(indices);
            var shape = new Shape(batch.size(), batch.getFirst().indices().length);
            return () -> probabilities(bytes.duplicate().order(ByteOrder.nativeOrder()), shape);
        };
    }

    private float[] probabilities(ByteBuffer indices, Shape shape) {
        try (NDManager call = manager.newSubManager()) {
            NDArray input = call.create(indices, shape, DataType.INT64);
            NDArray embedded = input.getNDArrayInternal()
                    .embedding(input, embedding, SparseFormat.DENSE)
                    .singletonOrThrow();
            embedded.attach(call);
            var stateShape = new Shape(1, shape.get(0), units);
            NDList states = embedded.getNDArrayInternal()
                    .lstm(
                            embedded,
                            new NDList(call.zeros(stateShape), call.zeros(stateShape)),
                            kernels,
                            true,
                            1,
                            0,
                            false,
                            false,
                            true);
            states.attach(call);
            NDArray last = states.get(1).squeeze(0); // (batch, units)
            NDArray logits = last.matMul(outputKernel).add(outputBias);
            return logits.getNDArrayInternal().sigmoid().toFloatArray();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
