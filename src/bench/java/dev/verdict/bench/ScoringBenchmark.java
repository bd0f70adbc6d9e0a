package dev.verdict.bench;

import dev.verdict.bench.Engine.Call;
import dev.verdict.bench.Engine.Caller;
import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.text.TokenSequence;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Batches of sequences to probabilities. An operation is a batch. */
@State(Scope.Benchmark)
public class ScoringBenchmark {
    @Param("VERDICT")
    public Engines engine;

    @Param("FULL")
    public ReviewMix reviews;

    @Param("32")
    public int batch;

    @Param("1")
    public int threadsInCall;

    private final AtomicInteger threads = new AtomicInteger();
    private Engine running;
    private List<TokenSequence> sequences;

    @Setup
    public void start() throws IOException {
        ModelArtifact artifact = BundledModel.read();
        sequences = reviews.sequences(artifact.tokenizer());
        running = engine.start(artifact, threadsInCall);
    }

    @TearDown
    public void close() {
        running.close();
    }

    /** A thread's way through all batches, another start for each thread. */
    @State(Scope.Thread)
    public static class Turns {
        private final List<Call> calls = new ArrayList<>();
        private int next;

        @Setup
        public void prepare(ScoringBenchmark benchmark) {
            Caller caller = benchmark.running.caller();
            List<TokenSequence> sequences = benchmark.sequences;
            for (int from = 0; from + benchmark.batch <= sequences.size(); from += benchmark.batch) {
                calls.add(caller.ready(sequences.subList(from, from + benchmark.batch)));
            }
            next = benchmark.threads.getAndIncrement() * calls.size() / 2;
        }

        Call next() {
            next = (next + 1) % calls.size();
            return calls.get(next);
        }
    }

    @Benchmark
    public float[] score(Turns turns) {
        return turns.next().probabilities();
    }
}
