package dev.verdict.bench;

import dev.verdict.model.ModelArtifact;

/** The engines that are compared. */
public enum Engines {
    VERDICT("verdict") {
        @Override
        Engine start(ModelArtifact artifact, int threadsInCall) {
            return new VerdictEngine(artifact);
        }
    },
    STOCK("stock") {
        @Override
        Engine start(ModelArtifact artifact, int threadsInCall) {
            return new StockEngine(artifact, threadsInCall);
        }
    },
    ONNXRUNTIME("onnxruntime") {
        @Override
        Engine start(ModelArtifact artifact, int threadsInCall) {
            return new OnnxRuntimeEngine(artifact, threadsInCall);
        }
    },
    PYTORCH("djl-pytorch") {
        @Override
        Engine start(ModelArtifact artifact, int threadsInCall) {
            return new PyTorchEngine(artifact, threadsInCall);
        }
    };

    private final String label;

    Engines(String label) {
        this.label = label;
    }

    /** @param threadsInCall that the engine may use inside one call; Verdict uses the caller's and no other */
    abstract Engine start(ModelArtifact artifact, int threadsInCall);

    /** Its name in results. */
    String label() {
        return label;
    }
}
