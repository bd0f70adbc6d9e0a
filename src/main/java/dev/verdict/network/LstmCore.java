package dev.verdict.network;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The layer's arithmetic on plain arrays: a forward pass over a minibatch and the backward pass that belongs to it. Not
 * thread-safe; it shares the work of one call among its workers, and the results, to the last bit, do not depend on how
 * many there are.
 */
final class LstmCore {
    /** Embedding columns of one task: that many of 2,000 indices fit into a core's first cache. */
    private static final int EMBEDDING_COLUMNS = 4;

    private static final int COPIED_FLOATS = 16 * 1024; // of one task

    private final LstmShape shape;
    private final RecurrentActivation activation;
    private final float inputScale; // of what dropout keeps
    private final float recurrentScale;
    private final MaskSource masks;
    private final Arithmetic arithmetic;
    private final Workers workers;
    private final PackedKernels kernels;
    private final float[] parameters;
    private final float[] gradient;

    private Minibatch batch;
    private Projection projection;
    private Recurrence[] shards;
    private KernelGradients kernelGradients;

    LstmCore(
            LstmShape shape,
            RecurrentActivation activation,
            double dropout,
            double recurrentDropout,
            MaskSource masks,
            Arithmetic arithmetic,
            Workers workers) {
        this.shape = shape;
        this.activation = activation;
        this.inputScale = (float) (1 / (1 - dropout));
        this.recurrentScale = (float) (1 / (1 - recurrentDropout));
        this.masks = masks;
        this.arithmetic = arithmetic;
        this.workers = workers;
        this.kernels = new PackedKernels(shape, arithmetic);
        this.parameters = new float[shape.parameterCount()];
        this.gradient = new float[shape.parameterCount()];
    }

    /** The arrays for a minibatch of this size; its inputs are to be filled before the forward pass. */
    Minibatch begin(int sequences, int steps) {
        if (batch == null || !batch.fits(sequences, steps)) {
            batch = new Minibatch(shape, arithmetic, sequences, steps);
            projection = new Projection(batch, kernels, arithmetic);
            shards = new Recurrence[Math.ceilDiv(sequences, Minibatch.SHARD)];
            Arrays.setAll(
                    shards, shard -> new Recurrence(batch, kernels, arithmetic, activation, shard * Minibatch.SHARD));
            kernelGradients = new KernelGradients(batch, arithmetic);
        }
        batch.sequences = sequences;
        return batch;
    }

    /**
     * Computes {@link Minibatch#output}; with masks if it is for training.
     *
     * @param from the parameters, in the order of {@link LstmShape}
     */
    void forward(MemorySegment from, boolean training, int iteration) {
        boolean dropInputs = training && inputScale > 1;
        boolean dropRecurrent = training && recurrentScale > 1;
        workers.run(
                copying((at, count) ->
                        MemorySegment.copy(from, JAVA_FLOAT, at * (long) Float.BYTES, parameters, at, count)),
                new Workers.Phase(
                        PackedKernels.TASKS, task -> kernels.pack(task, parameters, dropInputs ? inputScale : 1)),
                new Workers.Phase(batch.sequences, sequence -> {
                    batch.drawMasks(sequence, dropInputs, dropRecurrent, masks, iteration);
                    if (shape.isEmbedded()) {
                        projection.findRows(sequence);
                    } else {
                        projection.copyVectors(sequence);
                    }
                }),
                new Workers.Phase(
                        shape.isEmbedded() ? shape.inputs() : 0, input -> projection.embed(input, parameters)),
                new Workers.Phase(batch.sequences, projection::forward),
                new Workers.Phase(shardCount(), shard -> shards[shard].forward()));
    }

    /**
     * Computes the gradient from {@link Minibatch#outputGradient}, after a forward pass for training.
     *
     * @param to receives the loss's gradient by the parameters, in their order
     * @param vectorGradient receives the gradient by {@link Minibatch#vectors}; empty if the layer embeds
     */
    void backward(MemorySegment to, float[] vectorGradient) {
        workers.run(
                new Workers.Phase(shardCount(), shard -> shards[shard].backward()),
                new Workers.Phase(batch.sequences, sequence -> {
                    projection.backward(sequence);
                    if (!shape.isEmbedded()) {
                        projection.copyInputGradients(sequence, vectorGradient);
                    }
                }),
                new Workers.Phase(kernelGradients.tasks(), kernelGradients::sum),
                new Workers.Phase(
                        kernelGradients.writeTasks(),
                        task -> kernelGradients.write(task, gradient, inputScale, recurrentScale)),
                new Workers.Phase(
                        shape.isEmbedded() ? Math.ceilDiv(shape.inputs(), EMBEDDING_COLUMNS) : 0,
                        task -> projection.embeddingGradient(
                                task * EMBEDDING_COLUMNS,
                                Math.min((task + 1) * EMBEDDING_COLUMNS, shape.inputs()),
                                gradient)),
                copying((at, count) ->
                        MemorySegment.copy(gradient, at, to, JAVA_FLOAT, at * (long) Float.BYTES, count)));
    }

    private interface Copy {
        void floats(int at, int count);
    }

    /** Copies as many floats as there are parameters, piece by piece. */
    private Workers.Phase copying(Copy copy) {
        int length = shape.parameterCount();
        return new Workers.Phase(
                Math.ceilDiv(length, COPIED_FLOATS),
                task -> copy.floats(task * COPIED_FLOATS, Math.min(COPIED_FLOATS, length - task * COPIED_FLOATS)));
    }

    private int shardCount() {
        return Math.ceilDiv(batch.sequences, Minibatch.SHARD);
    }
}
