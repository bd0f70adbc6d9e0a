package dev.verdict.network;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Keras's Embedding and LSTM in one layer. Input: indices {@code [minibatch, timeSteps]}, each in {@code [0, nIn)}; output
 * {@code [minibatch, nOut]}, the last time step's. Parameters: E (nIn, embeddingSize), W (embeddingSize, 4 * nOut), RW (nOut,
 * 4 * nOut), b (4 * nOut): the layer's vector is that of Deeplearning4j's EmbeddingSequenceLayer and LSTM one after the
 * other.
 */
public final class EmbeddedKerasLstm extends AbstractKerasLstm {
    private static final long serialVersionUID = 1;

    private int embeddingSize;

    /** For Deeplearning4j's JSON mapper. */
    EmbeddedKerasLstm() {}

    private EmbeddedKerasLstm(Builder builder) {
        super(builder);
        this.embeddingSize = builder.embeddingSize;
    }

    public int getEmbeddingSize() {
        return embeddingSize;
    }

    public void setEmbeddingSize(int embeddingSize) {
        this.embeddingSize = embeddingSize;
    }

    @Override
    LstmShape shape() {
        return new LstmShape(Math.toIntExact(getNIn()), embeddingSize, Math.toIntExact(getNOut()));
    }

    /** Nothing to learn from the input: its size is the number of time steps, not that of indices. */
    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (getNIn() <= 0) {
            throw new IllegalStateException("nIn, the number of indices, must be given");
        }
    }

    /** Sizes by nIn (indices), embeddingSize and nOut, which have no default. */
    public static final class Builder extends AbstractKerasLstm.Builder<Builder> {
        private int embeddingSize;

        /** Size of the vector that stands for an index. */
        public Builder embeddingSize(int embeddingSize) {
            this.embeddingSize = embeddingSize;
            return this;
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <E extends Layer> E build() {
            return (E) new EmbeddedKerasLstm(this);
        }
    }
}
