package dev.verdict.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.text.TokenizerSettings;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class BundledModelTest {
    private static final Path FOLDER = Path.of("src/main/resources/model");

    @Test
    void shouldBeTheKerasRecipeWhenRead() throws IOException {
        // When
        ModelArtifact model = BundledModel.read();

        // Then
        assertThat(model.card().network()).isEqualTo(new NetworkSettings(2000, 128, 128));
        assertThat(model.card().tokenizer()).isEqualTo(TokenizerSettings.KERAS_IMDB);
        assertThat(model.vocabulary().size()).isGreaterThanOrEqualTo(TokenizerSettings.KERAS_IMDB.rankedWords());
    }

    @Test
    void shouldTakeTheSpaceOfItsWeightsWhenPacked() throws IOException {
        // When
        long sizeBytes = Files.size(FOLDER.resolve(BundledModel.read().version().fileName()));

        // Then
        // 387,713 floats hardly shrink; the vocabulary adds at most some hundred kilobytes
        assertThat(sizeBytes).isBetween(1_250_000L, 2_250_000L);
    }

    @Test
    void shouldShowItsCardBesideIt() throws IOException {
        // When
        ModelCard beside =
                new ObjectMapper().readValue(FOLDER.resolve("model.json").toFile(), ModelCard.class);

        // Then
        assertThat(beside).isEqualTo(BundledModel.read().card());
    }
}
