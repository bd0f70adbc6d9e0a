package dev.verdict.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.verdict.model.Recipe.Keep;
import org.junit.jupiter.api.Test;

class RecipeTest {
    @Test
    void shouldTakeWhatLargeNetworksNeedWhenItGoesOnFromOne() {
        Recipe recipe = Recipe.verdict(3, 7).sizedAs(Recipe.large(15, 1));

        assertThat(recipe.clipNorm()).isEqualTo(1);
        assertThat(recipe.windowLength()).isEqualTo(160);
        assertThat(recipe.keep()).isEqualTo(Keep.MOST_ACCURATE);
        assertThat(recipe.epochs()).isEqualTo(3);
        assertThat(recipe.seed()).isEqualTo(7);
    }

    @Test
    void shouldStayAsItIsWhenItGoesOnFromAStandardNetwork() {
        assertThat(Recipe.verdict(3, 7).sizedAs(Recipe.verdict(15, 1))).isEqualTo(Recipe.verdict(3, 7));
        assertThat(Recipe.verdict(3, 7).sizedAs(Recipe.keras(15, 1))).isEqualTo(Recipe.verdict(3, 7));
    }

    @Test
    void shouldRefuseAClipThatIsNoLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withClip(-1))
                .withMessageContaining("clipNorm must be at least 0 and finite, not -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> withClip(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> withClip(Double.POSITIVE_INFINITY));
    }

    private static Recipe withClip(double clipNorm) {
        return new Recipe("test", 1, 0, Keep.LAST, 1, 0.1, clipNorm, 0, 0, 1, 0, 0, 0, 0, 1);
    }
}
