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
    }

    @Override
    public Caller caller() {
        return batch -> {
            List<TokenSequence> sequences = List.copyOf(batch);
            return () -> {
                float[] probabilities = new float[sequences.size()];
                for (int i = 0; i < probabilities.length; i++) {
                    probabilities[i] = (float) network.probability(sequences.get(i));
                }
                return probabilities;
            };
        };
    }

    @Override
    public void close() {}
}
