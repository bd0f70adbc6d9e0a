package dev.verdict.report;

import static dev.verdict.report.SvgChart.Series.FIRST;
import static dev.verdict.report.SvgChart.Series.SECOND;

import dev.verdict.model.ModelCard;
import dev.verdict.report.SvgChart.Point;
import dev.verdict.training.BinaryMetrics;
import dev.verdict.training.Calibration;
import dev.verdict.training.ProbabilityHistogram;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The charts of a report, each as SVG with a description in words. */
final class ReportCharts {
    private ReportCharts() {}

    static String loss(List<ModelCard.Epoch> epochs, int chosenEpoch) {
        return curves("loss", epochs, chosenEpoch, ModelCard.Epoch::loss, ModelCard.Epoch::validationLoss);
    }

    static String accuracy(List<ModelCard.Epoch> epochs, int chosenEpoch) {
        return curves("accuracy", epochs, chosenEpoch, ModelCard.Epoch::accuracy, ModelCard.Epoch::validationAccuracy);
    }

    private static String curves(
            String what,
            List<ModelCard.Epoch> epochs,
            int chosenEpoch,
            ToDoubleFunction<ModelCard.Epoch> training,
            ToDoubleFunction<ModelCard.Epoch> validation) {
        double[] values = epochs.stream()
                .flatMapToDouble(
                        epoch -> DoubleStream.of(training.applyAsDouble(epoch), validation.applyAsDouble(epoch)))
                .toArray();
        Axis y = Axis.around(what, values);
        int last = epochs.stream().mapToInt(ModelCard.Epoch::epoch).max().orElse(1);
        List<Point> trained = points(epochs, training);
        List<Point> validated = points(epochs, validation);
        var chart = new SvgChart(Axis.countingTo("epoch", last), y)
                .guide(new Point(chosenEpoch, y.min()), new Point(chosenEpoch, y.max()))
                .line(FIRST, trained)
                .markers(FIRST, trained)
                .line(SECOND, validated)
                .markers(SECOND, validated)
                .note(new Point(chosenEpoch, y.max()), "chosen")
                .namedLine(SECOND, "validation")
                .namedLine(FIRST, "training");
        var description = new StringBuilder("Line chart of " + what + " by epoch.");
        epochs.stream()
                .filter(epoch -> epoch.epoch() == chosenEpoch || epoch.epoch() == last)
                .forEach(epoch -> description.append(Html.format(
                        " Epoch %d%s: training %s, validation %s.",
                        epoch.epoch(),
                        epoch.epoch() == chosenEpoch ? " (chosen)" : "",
                        Html.figure(training.applyAsDouble(epoch)),
                        Html.figure(validation.applyAsDouble(epoch)))));
        return chart.svg(description.toString());
    }

    private static List<Point> points(List<ModelCard.Epoch> epochs, ToDoubleFunction<ModelCard.Epoch> value) {
        return epochs.stream()
                .map(epoch -> new Point(epoch.epoch(), value.applyAsDouble(epoch)))
                .toList();
    }

    static String roc(BinaryMetrics metrics) {
        List<Point> points = metrics.roc().points().stream()
                .map(point -> new Point(point.falsePositiveRate(), point.truePositiveRate()))
                .toList();
        return new SvgChart(Axis.fraction("false positive rate"), Axis.fraction("true positive rate"))
                .guide(new Point(0, 0), new Point(1, 1))
                .line(FIRST, points)
                .svg(Html.format(
                        "ROC curve, true positive rate by false positive rate. Area under it: %s.",
                        Html.figure(metrics.auc())));
    }

    static String reliability(BinaryMetrics metrics) {
        List<Calibration.Bin> filled = metrics.calibration().bins().stream()
                .filter(bin -> bin.reviews() > 0)
                .toList();
        int most = filled.stream().mapToInt(Calibration.Bin::reviews).max().orElse(1);
        var chart = new SvgChart(Axis.fraction("mean probability"), Axis.fraction("share positive"))
                .guide(new Point(0, 0), new Point(1, 1))
                .line(FIRST, filled.stream().map(ReportCharts::point).toList());
        filled.forEach(bin -> chart.marker(FIRST, point(bin), (double) bin.reviews() / most));
        return chart.svg(Html.format(
                "Reliability diagram, share of positive reviews by mean probability in %d bins. Expected calibration"
                        + " error: %.4f.",
                filled.size(), metrics.calibrationError()));
    }

    private static Point point(Calibration.Bin bin) {
        return new Point(bin.meanProbability(), bin.sharePositive());
    }

    static String histogram(BinaryMetrics metrics) {
        List<ProbabilityHistogram.Bin> bins = metrics.histogram().bins();
        double reviews = metrics.reviews();
        double highest =
                bins.stream().mapToInt(ProbabilityHistogram.Bin::positive).max().orElse(0) / reviews;
        double lowest = -bins.stream()
                        .mapToInt(ProbabilityHistogram.Bin::negative)
                        .max()
                        .orElse(0)
                / reviews;
        var chart =
                new SvgChart(Axis.fraction("probability"), Axis.mirroredPercent("share of reviews", lowest, highest));
        double width = 1.0 / bins.size();
        for (int i = 0; i < bins.size(); i++) {
            var from = new Point(i * width, 0);
            double to = (i + 1) * width;
            chart.bar(FIRST, from, new Point(to, bins.get(i).positive() / reviews))
                    .bar(SECOND, from, new Point(to, -bins.get(i).negative() / reviews));
        }
        return chart.namedBar(SECOND, "negative")
                .namedBar(FIRST, "positive")
                .svg(Html.format(
                        "Histogram of the probabilities in %d bins, positive reviews upwards and negative ones"
                                + " downwards. Right at the threshold 0.5: %.1f%% of the reviews.",
                        bins.size(), 100 * metrics.accuracy()));
    }
}
