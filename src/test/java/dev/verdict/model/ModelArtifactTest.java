package dev.verdict.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdict.text.TokenizerSettings;
import dev.verdict.text.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ModelArtifactTest {
    private static final NetworkSettings SHAPE = new NetworkSettings(4, 1, 1024);
    private static final LstmWeights WEIGHTS = TestModels.weights(SHAPE, 1);

    @ParameterizedTest(name = "{0} time steps of 1024 units")
    @ValueSource(ints = {8190, 8191})
    void shouldBeMadeWhenItsStatesAfterPadsFit32Mebibytes(int sequenceLength) {
        // When
        ModelArtifact model = model(sequenceLength);

        // Then
        assertThat(model.card().tokenizer().sequenceLength()).isEqualTo(sequenceLength);
    }

    @Test
    void shouldSayHowManyStatesWhenThereAreTooMany() {
        assertThatThrownBy(() -> model(8192))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(sequenceLength + 1) x units = 8389632 is too large");
    }

    private static ModelArtifact model(int sequenceLength) {
        ModelCard card = TestModels.card(SHAPE);
        return new ModelArtifact(
                new ModelVersion("20261123T204500Z-00000000"),
                new ModelCard(
                        card.formatVersion(),
                        new TokenizerSettings(SHAPE.indexCount(), sequenceLength),
                        SHAPE,
                        card.recipe(),
                        card.data(),
                        card.epochs(),
                        card.chosenEpoch(),
                        card.partial(),
                        card.test(),
                        card.predictions(),
                        card.samples()),
                new Vocabulary(List.of("the")),
                WEIGHTS);
    }
}
