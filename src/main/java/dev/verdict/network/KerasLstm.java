package dev.verdict.network;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Keras's LSTM over vectors. Input {@code [minibatch, nIn, timeSteps]} (float32, NCW); output {@code [minibatch, nOut]},
 * the last time step's. Parameters: W (nIn, 4 * nOut), RW (nOut, 4 * nOut), b (4 * nOut), in the form of Deeplearning4j's
 * own LSTM.
 */
public final class KerasLstm extends AbstractKerasLstm {
    private static final long serialVersionUID = 1;

    /** For Deeplearning4j's JSON mapper. */
    KerasLstm() {}

    private KerasLstm(Builder builder) {
        super(builder);
    }

    @Override
    LstmShape shape() {
        return new LstmShape(0, Math.toIntExact(getNIn()), Math.toIntExact(getNOut()));
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (!(inputType instanceof InputType.InputTypeRecurrent recurrent)) {
            throw new IllegalStateException("KerasLstm takes vectors over time steps, not " + inputType);
        }
        if (getNIn() <= 0 || override) {
            setNIn(recurrent.getSize());
        }
    }

    /** Sizes by nIn and nOut, which have no default. */
    public static final class Builder extends AbstractKerasLstm.Builder<Builder> {
        @Override
        Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <E extends Layer> E build() {
            return (E) new KerasLstm(this);
        }
    }
}
