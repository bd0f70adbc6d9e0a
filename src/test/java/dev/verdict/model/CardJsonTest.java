package dev.verdict.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.network.RecurrentActivation;
import dev.verdict.text.TokenizerSettings;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

class CardJsonTest {
    /** No two numbers are the same, so that none can be taken for another. */
    private static final ModelCard CARD = new ModelCard(
            ModelCard.FORMAT_VERSION,
            new TokenizerSettings(12, 80),
            new NetworkSettings(12, 5, 3, RecurrentActivation.HARD_SIGMOID),
            new Recipe(
                    "verdict",
                    15,
                    4,
                    Recipe.Keep.BEST,
                    32,
                    0.001,
                    1.5,
                    0.21,
                    0.22,
                    2,
                    0.98,
                    0.5,
                    60,
                    0.1,
                    Long.MIN_VALUE),
            new ModelCard.Data("0".repeat(64), 22_500, 2_501),
            List.of(
                    new ModelCard.Epoch(1, 0.6, 0.7, Double.NaN, Double.NEGATIVE_INFINITY),
                    new ModelCard.Epoch(2, 0.4, 0.8, 1, 0.82)),
            6,
            true,
            new ModelCard.Figures(25_000, 0.33, 0.854),
            List.of(new ModelCard.Bin(7, 8, 0.11), new ModelCard.Bin(9, 0, 0.91)),
            List.of(new ModelCard.Sample("\"good\"\n😀", 0.75), new ModelCard.Sample("bad", 0)));

    @Test
    void shouldReadTheSameWhenACardWasWritten() throws IOException {
        assertThat(CardJson.read(CardJson.write(CARD))).isEqualTo(CARD);
    }
}
