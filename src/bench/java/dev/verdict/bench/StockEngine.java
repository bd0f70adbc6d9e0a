package dev.verdict.bench;

import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ReviewNetwork;
import dev.verdict.text.TokenSequence;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Deeplearning4j's own layers with {@code MultiLayerNetwork.output}; a network a caller, as none may be shared. */
final class StockEngine implements Engine {
    private final ModelArtifact artifact;

    StockEngine(ModelArtifact artifact, int threadsInCall) {
        this.artifact = artifact;
        Nd4j.factory()
                .blas()
                .setMaxThreads(threadsInCall); // first, since it loads the library that the next line needs
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threadsInCall);
    }

    @Override
    public Caller caller() {
        var network = ReviewNetwork.network(artifact.weights());
        return batch -> {
            float[][] indices = batch.stream().map(StockEngine::floats).toArray(float[][]::new);
            return () -> {
                try (INDArray input = Nd4j.create(indices)) {
                    return network.output(input).data().asFloat();
                }
            };
        };
    }

    private static float[] floats(TokenSequence sequence) {
        float[] floats = new float[sequence.indices().length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = sequence.indices()[i];
        }
        return floats;
    }

    @Override
    public void close() {}
}
