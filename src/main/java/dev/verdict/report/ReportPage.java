package dev.verdict.report;

import static dev.verdict.report.Html.figure;
import static dev.verdict.report.Html.format;

import dev.verdict.training.BinaryMetrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The report as HTML. Everything that is not a number or a constant goes through {@link Html#escape}. */
final class ReportPage {
    private final TrainingReport report;
    private final BinaryMetrics test;
    private final ReportTables tables;

    ReportPage(TrainingReport report) {
        this.report = report;
        this.test = report.test();
        this.tables = new ReportTables(report);
    }

    String html() {
        return format(
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>%1$s</title>
                <style>
                %2$s</style>
                </head>
                <body>
                <header>
                <p>Training report</p>
                <h1>%1$s</h1>
                %3$s</header>
                <main>
                %4$s%5$s%6$s%7$s%8$s</main>
                </body>
                </html>
                """,
                Html.escape(report.title()),
                styles(),
                keyFigures(),
                curves(),
                measures(),
                tables.epochs(),
                tables.mistakes(),
                tables.settings());
    }

    private String keyFigures() {
        return format(
                """
                <dl class="figures">
                <div><dt>Test accuracy</dt><dd>%s</dd></div>
                <div><dt>Test loss</dt><dd>%s</dd></div>
                <div><dt>AUC</dt><dd>%s</dd></div>
                <div><dt>Brier score</dt><dd>%s</dd></div>
                <div><dt>Calibration error</dt><dd>%s</dd></div>
                <div><dt>Test reviews</dt><dd>%,d</dd></div>
                </dl>
                """,
                figure(test.accuracy()),
                figure(test.loss()),
                figure(test.auc()),
                figure(test.brierScore()),
                figure(test.calibrationError()),
                test.reviews());
    }

    private String curves() {
        return format(
                """
                <section>
                <h2>Training</h2>
                <div class="charts two">
                %s%s</div>
                </section>
                """,
                chart("Loss", "Mean binary cross-entropy, lower is better.", lossCurve()),
                chart("Accuracy", "Share of right labels at the threshold 0.5.", accuracyCurve()));
    }

    private String lossCurve() {
        return ReportCharts.loss(report.epochs(), report.chosenEpoch());
    }

    private String accuracyCurve() {
        return ReportCharts.accuracy(report.epochs(), report.chosenEpoch());
    }

    private String measures() {
        return format(
                """
                <section>
                <h2>On the test reviews</h2>
                <div class="charts">
                %s%s%s%s</div>
                </section>
                """,
                tables.confusion(),
                chart(
                        "ROC curve",
                        "AUC " + figure(test.auc())
                                + ": how often a positive review is ranked above a negative one. The diagonal is chance.",
                        ReportCharts.roc(test)),
                chart(
                        "Reliability",
                        "Expected calibration error " + figure(test.calibrationError())
                                + ". On the diagonal, probabilities can be taken at their word; larger dots are more reviews.",
                        ReportCharts.reliability(test)),
                chart(
                        "Probabilities",
                        "Positive reviews upwards, negative ones downwards. Far from 0.5 the network is sure.",
                        ReportCharts.histogram(test)));
    }

    private static String chart(String title, String text, String svg) {
        return format("""
                <figure>
                <figcaption><h3>%s</h3>
                <p>%s</p></figcaption>
                %s
                </figure>
                """, title, text, svg);
    }

    private static String styles() {
        try (InputStream css = ReportPage.class.getResourceAsStream("/report/report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own report.css cannot be read", e);
        }
    }
}
