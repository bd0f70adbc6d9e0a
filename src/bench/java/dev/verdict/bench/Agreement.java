package dev.verdict.bench;

import dev.verdict.bench.Engine.Caller;
import dev.verdict.model.ModelArtifact;
import dev.verdict.text.TokenSequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the engines compute the same function. */
final class Agreement {
    /** All are float32 and round in another order, over 80 steps of sums of up to 256 terms. */
    static final double TOLERANCE = 1e-5;

    private static final int BATCH = 250;

    private Agreement() {}

    /**
     * The largest difference from Verdict's probability, an entry a peer.
     *
     * @throws IllegalStateException if one is larger than {@link #TOLERANCE}
     */
    static Map<String, Double> largestDifferences(ModelArtifact artifact, List<Engines> peers) {
        List<TokenSequence> sequences = new ArrayList<>();
        for (ReviewMix mix : ReviewMix.values()) {
            sequences.addAll(mix.sequences(artifact.tokenizer()));
        }
        float[] expected = probabilities(Engines.VERDICT, artifact, sequences);
        var differences = new LinkedHashMap<String, Double>();
        for (Engines peer : peers) {
            double largest = largestDifference(probabilities(peer, artifact, sequences), expected);
            if (!(largest <= TOLERANCE)) {
                throw new IllegalStateException(
                        peer.label() + " computes something else: probabilities differ by up to " + largest);
            }
            differences.put(peer.label(), largest);
        }
        return differences;
    }

    static double largestDifference(float[] first, float[] second) {
        if (first.length != second.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, Math.abs((double) first[i] - second[i])); // NaN stays
        }
        return largest;
    }

    private static float[] probabilities(Engines engine, ModelArtifact artifact, List<TokenSequence> sequences) {
        try (Engine running = engine.start(artifact, 1)) {
            return probabilities(running, sequences, BATCH);
        }
    }

    static float[] probabilities(Engine engine, List<TokenSequence> sequences, int batch) {
        Caller caller = engine.caller();
        float[] probabilities = new float[sequences.size()];
        for (int from = 0; from < sequences.size(); from += batch) {
            int to = Math.min(from + batch, sequences.size());
            float[] some = caller.ready(sequences.subList(from, to)).probabilities();
            System.arraycopy(some, 0, probabilities, from, to - from);
        }
        return probabilities;
    }
}
