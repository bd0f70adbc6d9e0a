package dev.verdict.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdict.dataset.LabelledReview;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelCard;
import dev.verdict.model.TestModels;
import dev.verdict.training.BinaryMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;

class TrainingReportTest {
    private static final int MAX_BYTES = 400 << 10;
    private static final List<ModelCard.Epoch> EPOCHS =
            List.of(new ModelCard.Epoch(1, 0.5, 0.75, 0.45, 0.8), new ModelCard.Epoch(2, 0.4, 0.82, 0.38, 0.83));
    private static final BinaryMetrics METRICS =
            BinaryMetrics.of(new double[] {0.9, 0.2, 0.7}, new boolean[] {true, false, false});

    @TempDir
    Path folder;

    @Test
    void shouldShowEveryFigure() {
        // When
        String html = SampleReport.create().html();

        // Then
        assertThat(html)
                .contains("<title>Model 20261123T213045Z-0a1b2c3d</title>")
                .contains("<h1>Model 20261123T213045Z-0a1b2c3d</h1>")
                .contains("<dt>Test accuracy</dt><dd>0.8290</dd>", "<dt>AUC</dt><dd>0.9095</dd>")
                .contains("<dt>Calibration error</dt><dd>0.0152</dd>", "<dt>Test reviews</dt><dd>25,000</dd>")
                .contains("<b>10,376</b> <small>right, 41.5%</small>", "<b>2,152</b> <small>wrong, 8.6%</small>")
                .contains("<th scope=\"row\">10</th><td>0.1251</td><td>0.9522</td><td>0.6242</td><td>0.8162</td>")
                .contains("<tr class=\"chosen\"><th scope=\"row\">3 <small>chosen</small></th>")
                .contains("<dt>recipe.seed</dt><dd>1</dd>");
        assertThat(count(html, "<tr><td>(positive|negative)</td>")).isEqualTo(20);
        assertThat(html.getBytes(UTF_8)).hasSizeLessThan(MAX_BYTES);
    }

    @Test
    void shouldDescribeEveryChartInWords() {
        // When
        List<String> charts = charts(SampleReport.create().html());

        // Then
        assertThat(charts).hasSize(5);
        assertThat(charts.stream().map(TrainingReportTest::parsed)).allSatisfy(svg -> {
            assertThat(svg.getTagName()).isEqualTo("svg");
            assertThat(svg.getAttribute("role")).isEqualTo("img");
        });
        assertThat(charts.stream().map(svg -> parsed(svg).getAttribute("aria-label")))
                .containsExactly(
                        "Line chart of loss by epoch. Epoch 3 (chosen): training 0.3165, validation 0.3612."
                                + " Epoch 10: training 0.1251, validation 0.6242.",
                        "Line chart of accuracy by epoch. Epoch 3 (chosen): training 0.8634, validation 0.8388."
                                + " Epoch 10: training 0.9522, validation 0.8162.",
                        "ROC curve, true positive rate by false positive rate. Area under it: 0.9095.",
                        "Reliability diagram, share of positive reviews by mean probability in 15 bins. Expected"
                                + " calibration error: 0.0152.",
                        "Histogram of the probabilities in 20 bins, positive reviews upwards and negative ones"
                                + " downwards. Right at the threshold 0.5: 82.9% of the reviews.");
    }

    @Test
    void shouldAskNoHostForAnythingAndRunNoScript() {
        // When
        String html = SampleReport.create().html();

        // Then
        assertThat(html).contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
        assertThat(html.toLowerCase(Locale.ROOT))
                .doesNotContain("http:", "https:", "src=", "href", "url(", "@import", "<script", "<link", "javascript:")
                .doesNotContainPattern("<[^>]*\\son[a-z]+=");
    }

    @Test
    void shouldMakeForeignTextHarmless() {
        // Given
        var settings = new LinkedHashMap<String, String>();
        settings.put("<i>name", "</dd><script>alert(1)</script>");
        var mistake = new Mistake(
                "\"><svg onload=alert(2)>", "<img src=x onerror=alert(3)> 100% %s \u202egnitaefed\u0000", true, 0.1);

        // When
        String html =
                report("</title><script>", settings, EPOCHS, List.of(mistake)).html();

        // Then
        assertThat(html)
                .contains("<title>&lt;/title&gt;&lt;script&gt;</title>")
                .contains("<dt>&lt;i&gt;name</dt><dd>&lt;/dd&gt;&lt;script&gt;alert(1)&lt;/script&gt;</dd>")
                .contains("<bdi>&lt;img src=x onerror=alert(3)&gt; 100% %s \ufffdgnitaefed\ufffd</bdi>")
                .contains("<bdi>&quot;&gt;&lt;svg onload=alert(2)&gt;</bdi>")
                .doesNotContain("<script", "<img", "\u202e", "\u0000");
    }

    @Test
    void shouldSayWhatIsUndefinedWhenThereIsLittleToShow() {
        // Given
        var epoch = new ModelCard.Epoch(1, Double.NaN, 0.5, Double.POSITIVE_INFINITY, 0.5);
        var metrics = BinaryMetrics.of(new double[] {1}, new boolean[] {true});
        var report = new TrainingReport("Model", new LinkedHashMap<>(), List.of(epoch), 1, metrics, List.of());

        // When
        String html = report.html();

        // Then
        assertThat(html)
                .contains("<dt>AUC</dt><dd>undefined</dd>", "The network made no mistake.")
                .doesNotContain("NaN");
        assertThat(charts(html)).hasSize(5).allSatisfy(svg -> {
            parsed(svg);
            assertThat(svg).doesNotContain("NaN", "Infinity");
        });
    }

    @Test
    void shouldReportOnAModelAndItsPredictions() {
        // Given
        ModelArtifact artifact = TestModels.small(1);
        var reviews = List.of(new LabelledReview("a", "Good.", true), new LabelledReview("b", "Bad.", false));

        // When
        var report = TrainingReport.of(artifact, reviews, new double[] {0.8, 0.7});

        // Then
        assertThat(report.title()).isEqualTo("Model " + artifact.version());
        assertThat(report.settings())
                .containsEntry("tokenizer.sequenceLength", "80")
                .containsEntry("data.sha256", "0".repeat(64))
                .containsEntry("recipe.batchSize", "32");
        assertThat(report.epochs()).isEqualTo(artifact.card().epochs());
        assertThat(report.chosenEpoch()).isEqualTo(2);
        assertThat(report.test().accuracy()).isEqualTo(0.5);
        assertThat(report.mistakes()).containsExactly(new Mistake("b", "Bad.", false, 0.7));
    }

    @Test
    void shouldWriteThePageInPlaceOfAnOlderOne() throws IOException {
        // Given
        Path file = folder.resolve("new").resolve("report.html");
        var report = SampleReport.create();
        report.write(file);

        // When
        report.write(file);

        // Then
        assertThat(file).content(UTF_8).isEqualTo(report.html());
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItCannotBeMovedIntoPlace() throws IOException {
        // Given
        Path occupied = Files.createDirectory(folder.resolve("report.html"));
        Files.writeString(occupied.resolve("something"), "kept");

        // Then
        assertThatThrownBy(() -> SampleReport.create().write(occupied)).isInstanceOf(FileSystemException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(occupied);
        }
    }

    private static TrainingReport report(
            String title,
            LinkedHashMap<String, String> settings,
            List<ModelCard.Epoch> epochs,
            List<Mistake> mistakes) {
        return new TrainingReport(title, settings, epochs, 2, METRICS, mistakes);
    }

    private static List<String> charts(String html) {
        return Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                .matcher(html)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static long count(String html, String pattern) {
        return Pattern.compile(pattern).matcher(html).results().count();
    }

    /** Fails if it is not well-formed XML. */
    private static Element parsed(String svg) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(svg, e);
        }
    }
}
