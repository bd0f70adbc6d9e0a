package dev.verdict.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.verdict.export.OnnxFile;
import dev.verdict.model.ModelArtifact;
import dev.verdict.text.TokenSequence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;

/** ONNX Runtime on the exported network; callers share a session. */
final class OnnxRuntimeEngine implements Engine {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxRuntimeEngine(ModelArtifact artifact, int threadsInCall) {
        try (var options = new SessionOptions()) {
            var model = new ByteArrayOutputStream();
            OnnxFile.write(artifact, "1", model);
            options.setIntraOpNumThreads(threadsInCall);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            this.session = environment.createSession(model.toByteArray(), options);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Caller caller() {
        return batch -> {
            LongBuffer indices = direct(batch);
            long[] shape = {batch.size(), batch.getFirst().indices().length};
            return () -> {
                try (var input = OnnxTensor.createTensor(environment, indices, shape);
                        var result = session.run(Map.of("indices", input))) {
                    FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    float[] probabilities = new float[output.remaining()];
                    output.get(probabilities);
                    return probabilities;
                } catch (OrtException e) {
                    throw new IllegalStateException(e);
                }
            };
        };
    }

    /** Outside of the heap, from where the runtime takes it without a copy. */
    static LongBuffer direct(List<TokenSequence> batch) {
        int steps = batch.getFirst().indices().length;
        LongBuffer indices = ByteBuffer.allocateDirect(batch.size() * steps * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
        for (TokenSequence sequence : batch) {
            for (int index : sequence.indices()) {
                indices.put(index);
            }
        }
        return indices.flip();
    }

    OrtSession session() {
        return session;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
