package dev.verdict.network;

import java.util.Arrays;

/**
 * The layer's arithmetic on plain arrays: a forward pass over a minibatch and the backward pass that belongs to it. Not
 * thread-safe; it shares the work of one call among its workers, and the results, to the last bit, do not depend on how
 * many there are.
 */
final class LstmCore {
    /** Embedding columns of one task. */
    private static final int EMBEDDING_COLUMNS = 8;

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

    /** To be filled before a forward pass, in the order of {@link LstmShape}. */
    float[] parameters() {
        return parameters;
    }

    /** After a backward pass the loss's gradient by the parameters, in their order. */
    float[] gradient() {
        return gradient;
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

    /** Computes {@link Minibatch#output}; with masks if it is for training. */
    void forward(boolean training, int iteration) {
        boolean dropInputs = training && inputScale > 1;
        boolean dropRecurrent = training && recurrentScale > 1;
        workers.run(
                new Workers.Phase(
                        PackedKernels.TASKS, task -> kernels.pack(task, parameters, dropInputs ? inputScale : 1)),
                new Workers.Phase(batch.sequences, sequence -> {
                    if (shape.isEmbedded()) {
                        projection.embed(sequence, parameters);
                    } else {
                        projection.copyVectors(sequence);
                    }
                    batch.drawMasks(sequence, dropInputs, dropRecurrent, masks, iteration);
                    projection.forward(sequence);
                }),
                new Workers.Phase(shardCount(), shard -> shards[shard].forward()));
    }

    /**
     * Computes the gradient from {@link Minibatch#outputGradient}, after a forward pass for training.
     *
     * @param vectorGradient receives the gradient by {@link Minibatch#vectors}; empty if the layer embeds
     */
    void backward(float[] vectorGradient) {
        int kernelTasks = kernelGradients.tasks();
        int embeddingTasks = shape.isEmbedded() ? Math.ceilDiv(shape.inputs(), EMBEDDING_COLUMNS) : 0;
        workers.run(
                new Workers.Phase(shardCount(), shard -> shards[shard].backward()),
                new Workers.Phase(batch.sequences, sequence -> {
                    projection.backward(sequence);
                    if (!shape.isEmbedded()) {
                        projection.copyInputGradients(sequence, vectorGradient);
                    }
                }),
                new Workers.Phase(kernelTasks + embeddingTasks, task -> {
                    if (task < kernelTasks) {
                        kernelGradients.run(task, gradient, inputScale, recurrentScale);
                    } else {
                        embeddingGradient(task - kernelTasks);
                    }
                }));
    }

    private void embeddingGradient(int task) {
        int end = Math.min((task + 1) * EMBEDDING_COLUMNS, shape.inputs());
        for (int input = task * EMBEDDING_COLUMNS; input < end; input++) {
            projection.embeddingGradient(input, gradient);
        }
    }

    private int shardCount() {
        return Math.ceilDiv(batch.sequences, Minibatch.SHARD);
    }
}
