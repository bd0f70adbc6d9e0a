package dev.verdict.cli;

import dev.verdict.training.BinaryMetrics;
import dev.verdict.training.ConfusionMatrix;

import java.util.Locale;

/** What {@code evaluate} prints. */
record EvaluationResult(String model, BinaryMetrics metrics, double reviewsPerSecond) {
    /** For people; ends without a line break. */
    String toText() {
        ConfusionMatrix confusion = metrics.confusion();
        return String.format(
                Locale.ROOT,
                """
                model %s
                reviews %d
                Test score: %.4f
                Test accuracy: %.4f
                AUC: %s
                Brier score: %.4f
                Calibration error: %.4f
                             said positive   said negative
                is positive  %13d   %13d
                is negative  %13d   %13d
                %.0f reviews/s""",
                model,
                metrics.reviews(),
                metrics.loss(),
                metrics.accuracy(),
                Double.isNaN(metrics.auc())
                        ? "undefined, all reviews have one label"
                        : String.format(Locale.ROOT, "%.4f", metrics.auc()),
                metrics.brierScore(),
                metrics.calibrationError(),
                confusion.truePositive(),
                confusion.falseNegative(),
                confusion.falsePositive(),
                confusion.trueNegative(),
                reviewsPerSecond);
    }

    /** For programs: one object on one line; {@code auc} is null if all reviews have one label. */
    String toJson() {
        return JsonLine.of(new Fields(
                model,
                metrics.reviews(),
                metrics.loss(),
                metrics.accuracy(),
                Double.isNaN(metrics.auc()) ? null : metrics.auc(),
                metrics.brierScore(),
                metrics.calibrationError(),
                metrics.confusion(),
                reviewsPerSecond));
    }

    private record Fields(
            String model,
            int reviews,
            double loss,
            double accuracy,
            Double auc,
            double brier,
            double calibrationError,
            ConfusionMatrix confusion,
            double reviewsPerSecond) {}
}
