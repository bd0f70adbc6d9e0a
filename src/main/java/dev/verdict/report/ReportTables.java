package dev.verdict.report;

import static dev.verdict.report.Html.figure;
import static dev.verdict.report.Html.format;

import dev.verdict.model.ModelCard;
import dev.verdict.training.ConfusionMatrix;

import java.util.stream.Collectors;

/** The tables of a report. */
final class ReportTables {
    private final TrainingReport report;

    ReportTables(TrainingReport report) {
        this.report = report;
    }

    String confusion() {
        ConfusionMatrix counts = report.test().confusion();
        return format(
                """
                <figure>
                <figcaption><h3 id="confusion">Confusion matrix</h3>
                <p>Reviews by what they are and what the network said of them.</p></figcaption>
                <table class="confusion" aria-labelledby="confusion">
                <thead><tr><td></td><th scope="col">said positive</th><th scope="col">said negative</th></tr></thead>
                <tbody>
                <tr><th scope="row">is positive</th>%s%s</tr>
                <tr><th scope="row">is negative</th>%s%s</tr>
                </tbody>
                </table>
                </figure>
                """,
                cell("right", counts.truePositive()),
                cell("wrong", counts.falseNegative()),
                cell("wrong", counts.falsePositive()),
                cell("right", counts.trueNegative()));
    }

    private String cell(String cssClass, int count) {
        return format(
                "<td class=\"%s\"><b>%,d</b> <small>%s, %.1f%%</small></td>",
                cssClass, count, cssClass, 100.0 * count / report.test().reviews());
    }

    String epochs() {
        return format("""
                <section>
                <h2 id="epochs">Epochs</h2>
                <div class="wide"><table class="numbers" aria-labelledby="epochs">
                <colgroup><col></colgroup><colgroup span="2"></colgroup><colgroup span="2"></colgroup>
                <thead>
                <tr><th scope="col" rowspan="2">Epoch</th><th scope="colgroup" colspan="2">Training</th>\
                <th scope="colgroup" colspan="2">Validation</th></tr>
                <tr><th scope="col">loss</th><th scope="col">accuracy</th><th scope="col">loss</th>\
                <th scope="col">accuracy</th></tr>
                </thead>
                <tbody>
                %s
                </tbody>
                </table></div>
                </section>
                """, report.epochs().stream().map(this::row).collect(Collectors.joining("\n")));
    }

    private String row(ModelCard.Epoch epoch) {
        boolean isChosen = epoch.epoch() == report.chosenEpoch();
        return format(
                "<tr%s><th scope=\"row\">%d%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>",
                isChosen ? " class=\"chosen\"" : "",
                epoch.epoch(),
                isChosen ? " <small>chosen</small>" : "",
                figure(epoch.loss()),
                figure(epoch.accuracy()),
                figure(epoch.validationLoss()),
                figure(epoch.validationAccuracy()));
    }

    String mistakes() {
        if (report.mistakes().isEmpty()) {
            return "<section>\n<h2>Most confident mistakes</h2>\n<p>The network made no mistake.</p>\n</section>\n";
        }
        return format("""
                <section>
                <h2 id="mistakes">Most confident mistakes</h2>
                <table class="mistakes" aria-labelledby="mistakes">
                <thead><tr><th scope="col">Is</th><th scope="col">P(positive)</th><th scope="col">Review</th></tr></thead>
                <tbody>
                %s
                </tbody>
                </table>
                </section>
                """, report.mistakes().stream().map(ReportTables::row).collect(Collectors.joining("\n")));
    }

    private static String row(Mistake mistake) {
        return format(
                "<tr><td>%s</td><td>%s</td><td><bdi>%s</bdi> <small><bdi>%s</bdi></small></td></tr>",
                mistake.positive() ? "positive" : "negative",
                figure(mistake.probability()),
                Html.escape(mistake.excerpt()),
                Html.escape(mistake.reviewId()));
    }

    String settings() {
        return format(
                """
                <section>
                <h2>Settings</h2>
                <dl class="settings">
                %s
                </dl>
                </section>
                """,
                report.settings().entrySet().stream()
                        .map(setting -> format(
                                "<div><dt>%s</dt><dd>%s</dd></div>",
                                Html.escape(setting.getKey()), Html.escape(setting.getValue())))
                        .collect(Collectors.joining("\n")));
    }
}
