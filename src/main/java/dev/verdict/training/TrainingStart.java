package dev.verdict.training;

import dev.verdict.model.ModelArtifact;
import dev.verdict.model.NetworkSettings;
import dev.verdict.text.TokenizerSettings;

/** Where a run begins. */
public sealed interface TrainingStart {
    TokenizerSettings tokenizer();

    NetworkSettings network();

    /** With weights that are drawn, and the vocabulary of the reviews that it trains on. */
    record Anew(TokenizerSettings tokenizer, NetworkSettings network) implements TrainingStart {}

    /** With the weights and the vocabulary of a trained model. */
    record From(ModelArtifact model) implements TrainingStart {
        @Override
        public TokenizerSettings tokenizer() {
            return model.card().tokenizer();
        }

        @Override
        public NetworkSettings network() {
            return model.card().network();
        }
    }
}
