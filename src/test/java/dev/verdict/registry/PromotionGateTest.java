package dev.verdict.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdict.registry.PromotionGate.Decision;
import dev.verdict.registry.PromotionGate.Tested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionGateTest {
    private static final String IMDB = "4".repeat(64);
    private static final String OTHER = "5".repeat(64);
    private static final int REVIEWS = 25_000;

    private final PromotionGate gate = new PromotionGate(0.80, 0.005);

    private static Tested tested(int right) {
        return new Tested(IMDB, REVIEWS, (double) right / REVIEWS);
    }

    private static String reason(Decision decision) {
        return ((Decision.Refused) decision).reason();
    }

    @ParameterizedTest(name = "{0} of 25,000 right: {1}")
    @CsvSource({"19999, false", "20000, true", "20001, true"})
    void shouldPromoteFromTheFloorOnWhenNothingIsActive(int right, boolean promoted) {
        // When
        Decision decision = gate.decide(tested(right));

        // Then
        assertThat(decision instanceof Decision.Promoted).isEqualTo(promoted);
    }

    @ParameterizedTest(name = "{0} of 25,000 right, the active one 20,125: {1}")
    @CsvSource({"19999, false", "20000, true", "20001, true"})
    void shouldPromoteFromTheFloorOnWhenTheActiveModelIsNotMuchBetter(int right, boolean promoted) {
        // When
        Decision decision = gate.decide(tested(right), tested(20_125));

        // Then
        assertThat(decision instanceof Decision.Promoted).isEqualTo(promoted);
    }

    @ParameterizedTest(name = "{0} of 25,000 right, the active one 21,349: {1}")
    @CsvSource({"21223, false", "21224, true", "21225, true", "21349, true", "22000, true"})
    void shouldPromoteWithinTheToleranceOfTheActiveModel(int right, boolean promoted) {
        // When
        Decision decision = gate.decide(tested(right), tested(21_349));

        // Then
        assertThat(decision instanceof Decision.Promoted).isEqualTo(promoted);
    }

    @Test
    void shouldSayBothFiguresWhenItRefuses() {
        assertThat(reason(gate.decide(tested(19_999))))
                .isEqualTo("its test accuracy of 0.8000 is below the floor of 0.8");
        assertThat(reason(gate.decide(tested(21_000), tested(21_349))))
                .isEqualTo("its test accuracy of 0.8400 is more than 0.005 below the active model's 0.8540");
    }

    @Test
    void shouldPromoteNothingWhenTheActiveModelWasTestedOnOtherData() {
        // When
        Decision otherReviews = gate.decide(tested(25_000), new Tested(OTHER, REVIEWS, 0.81));
        Decision fewerReviews = gate.decide(tested(25_000), new Tested(IMDB, REVIEWS - 1, 0.81));

        // Then
        assertThat(reason(otherReviews)).contains("tested on other data");
        assertThat(reason(fewerReviews)).contains("tested on other data");
    }

    @Test
    void shouldRefuseWhenThereIsNoAccuracy() {
        assertThat(gate.decide(new Tested(IMDB, 0, Double.NaN))).isInstanceOf(Decision.Refused.class);
        assertThat(gate.decide(new Tested(IMDB, 0, Double.NaN), tested(21_000))).isInstanceOf(Decision.Refused.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {-0.001, 1.001, Double.NaN})
    void shouldNotBeMadeWhenALimitIsNoShare(double limit) {
        assertThatThrownBy(() -> new PromotionGate(limit, 0)).hasMessageContaining("floor must be in [0, 1]");
        assertThatThrownBy(() -> new PromotionGate(0, limit)).hasMessageContaining("tolerance must be in [0, 1]");
    }
}
