package dev.verdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.training.BinaryMetrics;
import org.junit.jupiter.api.Test;

import java.util.Locale;

class EvaluationResultTest {
    private static final BinaryMetrics METRICS = BinaryMetrics.of(
            new double[] {0.875, 0.75, 0.625, 0.25, 0.125}, new boolean[] {true, true, false, false, true});

    private final EvaluationResult result = new EvaluationResult("20261123T120000Z-0a1b2c3d", METRICS, 1234.5678);

    @Test
    void shouldPrintFiguresForPeople() {
        assertThat(result.toText()).isEqualToIgnoringNewLines("""
                model 20261123T120000Z-0a1b2c3d
                reviews 5
                Test score: 0.7538
                Test accuracy: 0.6000
                AUC: 0.6667
                Brier score: 0.2594
                Calibration error: 0.4250
                             said positive   said negative
                is positive              2               1
                is negative              1               1
                1235 reviews/s""");
    }

    @Test
    void shouldPrintTheSameInAnyLocale() {
        // Given
        Locale before = Locale.getDefault();
        String expected = result.toText();

        // When
        String text;
        try {
            Locale.setDefault(Locale.GERMANY);
            text = result.toText();
        } finally {
            Locale.setDefault(before);
        }

        // Then
        assertThat(text).isEqualTo(expected);
    }

    @Test
    void shouldSayThatAucIsUndefinedWhenAllReviewsHaveOneLabel() throws Exception {
        // Given
        var oneLabel = new EvaluationResult("m", BinaryMetrics.of(new double[] {0.5}, new boolean[] {true}), 1);

        // Then
        assertThat(oneLabel.toText()).contains("AUC: undefined, all reviews have one label");
        assertThat(new ObjectMapper().readTree(oneLabel.toJson()).get("auc").isNull())
                .isTrue();
    }

    @Test
    void shouldPrintOneJsonObjectForPrograms() throws Exception {
        // When
        String json = result.toJson();

        // Then
        assertThat(json).doesNotContain("\n");
        JsonNode fields = new ObjectMapper().readTree(json);
        assertThat(fields.fieldNames())
                .toIterable()
                .containsExactly(
                        "model",
                        "reviews",
                        "loss",
                        "accuracy",
                        "auc",
                        "brier",
                        "calibrationError",
                        "confusion",
                        "reviewsPerSecond");
        assertThat(fields.get("model").asText()).isEqualTo("20261123T120000Z-0a1b2c3d");
        assertThat(fields.get("accuracy").asDouble()).isEqualTo(METRICS.accuracy());
        assertThat(fields.get("auc").asDouble()).isEqualTo(METRICS.auc());
        assertThat(fields.get("brier").asDouble()).isEqualTo(METRICS.brierScore());
        assertThat(fields.get("confusion").toString())
                .isEqualTo("{\"truePositive\":2,\"falsePositive\":1,\"trueNegative\":1,\"falseNegative\":1}");
    }
}
