package dev.verdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.verdict.model.Recipe;
import dev.verdict.text.TokenizerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RecipeOptionsTest {
    @Test
    void shouldTakeThePresetsSizesWhenNoneAreGiven() {
        assertThat(parsed("--preset", "large").tokenizer()).isEqualTo(new TokenizerSettings(20_000, 400));
    }

    @Test
    void shouldPutGivenSizesBeforeThePresets() {
        RecipeOptions options = parsed("--preset", "large", "--indices", "5000", "--length", "60");

        assertThat(options.tokenizer()).isEqualTo(new TokenizerSettings(5000, 60));
        assertThat(options.network().indexCount()).isEqualTo(5000);
    }

    @Test
    void shouldNameTheBoundWhenASizeIsOutside() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parsed("--indices", "3").tokenizer())
                .withMessageContaining("indexCount must be at least 4, not 3");
    }

    @Test
    void shouldKeepTheRecipesChoicesWhenOneIsChanged() {
        var recipe = parsed("--recipe", "keras", "--dropout", "0.5").recipe();

        assertThat(recipe.dropout()).isEqualTo(0.5);
        assertThat(recipe.recurrentDropout()).isEqualTo(0.2);
        assertThat(recipe.averagingDecay()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "BEST, --preset standard",
        "MOST_ACCURATE, --preset large",
        "BEST, --preset large --keep BEST",
        "LAST, --preset large --recipe keras",
        "MOST_ACCURATE, --recipe keras --keep MOST_ACCURATE"
    })
    void shouldKeepTheEpochThatOptionPresetOrRecipeNames(Recipe.Keep keep, String arguments) {
        assertThat(parsed(arguments.split(" ")).recipe().keep()).isEqualTo(keep);
    }

    private static RecipeOptions parsed(String... arguments) {
        return CommandLine.populateCommand(new RecipeOptions(), arguments);
    }
}
