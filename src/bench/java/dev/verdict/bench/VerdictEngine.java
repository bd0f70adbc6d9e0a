package dev.verdict.bench;

import dev.verdict.inference.LstmInference;
import dev.verdict.model.ModelArtifact;
import dev.verdict.text.TokenSequence;

import java.util.List;

/** The program's own inference. */
final class VerdictEngine implements Engine {
    private final LstmInference network;

    VerdictEngine(ModelArtifact artifact) {
        this.network = new LstmInference(
                artifact.weights(), artifact.card().tokenizer().sequenceLength());
        network.warmUp();
    }

    @Override
    public Caller caller() {
        return batch -> {
            List<TokenSequence> sequences = List.copyOf(batch);
            return () -> floats(
                    sequences.size() == 1
                            ? new double[] {network.probability(sequences.getFirst())}
                            : network.probabilities(sequences));
        };
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public void close() {}
}
