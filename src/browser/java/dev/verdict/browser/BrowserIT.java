package dev.verdict.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.verdict.model.BundledModel;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Every panel of the dashboard in Chromium, against a running demo. Expectations wait until they hold. The screenshots and
 * the figures of the page's loading are left in {@code target/dashboard}.
 */
class BrowserIT {
    private static final double PATIENCE_MILLIS = 60_000;
    private static final int MAX_PAGE_BYTES = 300_000;
    private static final Path FOLDER = Path.of("target", "dashboard").toAbsolutePath();
    private static final Pattern ANY = Pattern.compile("\\S");

    private static RunningDemo demo;
    private static Playwright playwright;
    private static Browser browser;
    private static String bundled;

    private final Set<String> hosts = new HashSet<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void startDemoAndBrowser() throws Exception {
        writeReviews("small.jsonl", 100);
        writeReviews("large.jsonl", 20_000);
        demo = RunningDemo.start(
                8,
                Map.of(
                        "VERDICT_TRAINING_DATA_DIRECTORY",
                        FOLDER.resolve("data").toString(),
                        "VERDICT_TRAINING_WORK_DIRECTORY",
                        FOLDER.resolve("work").toString(),
                        // Whatever comes of so little passes.
                        "VERDICT_REGISTRY_GATE_FLOOR",
                        "0",
                        "VERDICT_REGISTRY_GATE_TOLERANCE",
                        "1"));
        bundled = BundledModel.read().version().value();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getProperty("verdict.chromium"))));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @AfterAll
    static void stop() {
        playwright.close();
        demo.close();
    }

    /** The bundled model is the active one whatever the test before did. */
    @BeforeEach
    void activateBundledModelAndOpenPage() throws Exception {
        given().header("Authorization", "Bearer " + RunningDemo.TOKEN)
                .contentType(ContentType.JSON)
                .body(Map.of("force", true))
                .post(demo.url() + "/api/admin/models/" + bundled + "/activation")
                .then()
                .statusCode(200);
        open(1280, ColorScheme.LIGHT);
    }

    @AfterEach
    void closePage() {
        context.close();
    }

    private void open(int width, ColorScheme scheme) throws Exception {
        if (context != null) {
            context.close();
        }
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, width < 500 ? 844 : 900)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)); // what is half faded in has too little contrast
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.onRequest(request -> hosts.add(hostOf(request)));
        page = context.newPage();
        page.navigate(demo.url());
    }

    private static String hostOf(Request request) {
        return request.url().replaceFirst("^(\\w+://[^/]+).*", "$1");
    }

    private void signIn() {
        page.getByLabel("Models, training and dead letters").fill(RunningDemo.TOKEN);
        button("Sign in").click();
        assertThat(page.locator("#model-versions tr").first()).isVisible();
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Locator inside, String name) {
        return inside.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator version(String version) {
        return page.locator("#model-versions tr").filter(new Locator.FilterOptions().setHasText(version));
    }

    @Test
    void shouldShowScoresAndAskNobodyElse() throws Exception {
        // Then
        assertThat(page.locator("#connection")).hasText("Connected");
        assertThat(page.locator("#live-list li").first()).isVisible();
        assertThat(page.locator("#live-rate")).containsText("verdicts/s");
        assertThat(page.locator("#trend-charts canvas")).hasCount(3);
        assertThat(page.locator("#try-result .label")).hasText(Pattern.compile("positive|negative"));
        assertThat(hosts).containsExactly(demo.url());
    }

    @Test
    void shouldWeighLessThanItMay() throws IOException {
        // Given
        assertThat(page.locator("#live-list li").first()).isVisible();

        // When
        Object bytes = page.evaluate("""
                () => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
                    .filter((entry) => !entry.name.includes("/api/"))
                    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)""");
        Object paint = page.evaluate("() => performance.getEntriesByType('paint').map((each) => each.startTime)");

        // Then
        Files.writeString(FOLDER.resolve("loading.txt"), "bytes " + bytes + ", paint (ms) " + paint + "\n");
        assertThat(((Number) bytes).intValue()).isBetween(1, MAX_PAGE_BYTES);
    }

    @Test
    void shouldOpenAVerdictAndItsWordsWithTheKeyboard() {
        // Given
        assertThat(page.locator("#live-list li").first()).isVisible();
        button("Pause").press("Enter");

        // When
        Locator row = page.locator("#live-list .row").first();
        row.press("Enter");

        // Then
        assertThat(row).hasAttribute("aria-expanded", "true");
        assertThat(page.locator("#live-list .explanation .text").first()).containsText(ANY);
        page.keyboard().press("Tab");
        assertThat(page.locator("#live-list .text").first()).isFocused();
    }

    @Test
    void shouldScoreAReviewOfOnesOwn() {
        // When
        page.locator("#try-text").fill("Dreadful, the worst and most boring film of the year. Awful.");

        // Then
        assertThat(page.locator("#try-result .label")).containsText("negative");
        assertThat(page.locator("#try-result .words")).containsText("worst");
    }

    @Test
    void shouldShowSubjectsAndAPageOfEachWithTheKeyboard() {
        // Given
        Locator subjects = page.locator("#subjects-view tbody a");
        assertThat(subjects.first()).containsText("rated");
        assertThat(page.locator("#subjects-view .spark polyline").first()).isAttached();
        String subject = subjects.first().textContent();

        // When
        subjects.first().press("Enter");

        // Then
        assertThat(page.locator("#subjects-title")).hasText(subject);
        assertThat(page.locator("#subjects-title")).isFocused();
        assertThat(page.locator("#subjects-view")).containsText("reviews over all time");
        assertThat(page.locator("#subjects-view canvas")).hasCount(2);
        page.getByText("As a table").press("Enter");
        assertThat(page.locator("#subjects-view tbody tr").first()).isVisible();
        page.locator("#subjects-title").evaluate("title => title.closest('section').scrollIntoView()");
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve("subject.png")));

        // When
        page.getByText("All subjects").press("Enter");

        // Then
        assertThat(page.locator("#subjects-title")).hasText("Subjects");
        assertThat(subjects.first()).isVisible();
        page.locator("#subjects-title").evaluate("title => title.closest('section').scrollIntoView()");
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve("subjects.png")));
    }

    @Test
    void shouldOrderSubjectsAsOneChooses() {
        // Given
        assertThat(page.locator("#subjects-view tbody tr").first()).isVisible();

        // When
        page.getByLabel("Order").selectOption("worsened");
        page.getByLabel("Windows of").selectOption("1d");

        // Then: there has been only one day
        assertThat(page.locator("#subjects-view .empty")).containsText("two ended windows");
    }

    @Test
    void shouldAskForTheTokenOnceAndKeepItForTheTab() throws Exception {
        // Given
        assertThat(page.locator("#model-title")).isHidden();

        // When
        page.locator("#admin-token").fill("wrong");
        button("Sign in").click();

        // Then
        assertThat(page.locator("#admin-said")).containsText("Not signed in");
        signIn();
        page.reload();
        assertThat(page.locator("#model-versions tr").first()).isVisible();
        Page other = context.newPage();
        other.navigate(demo.url());
        assertThat(other.locator("#admin-form")).isVisible();
        assertThat((String) page.evaluate("() => JSON.stringify(localStorage) + document.cookie"))
                .doesNotContain(RunningDemo.TOKEN);
        button("Sign out").click();
        assertThat(page.locator("#model-title")).isHidden();
    }

    @Test
    void shouldShowHowGoodTheActiveModelIs() {
        // When
        signIn();

        // Then
        assertThat(version(bundled)).containsText("85.40 %");
        Locator active = page.locator(".evaluation").first();
        assertThat(active.locator("canvas")).hasCount(3);
        assertThat(active.locator(".matrix tbody tr")).hasCount(2);
        assertThat(active.locator(".matrix .right").first()).containsText("10,");
    }

    @Test
    void shouldTrainUntilActivationAndGoBack() {
        // Given
        signIn();
        train("small.jsonl", 3);

        // Then
        Locator state = page.locator("#training-state");
        assertThat(state).containsText("it scores from now on");
        assertThat(page.locator("#training-charts canvas")).hasCount(2);
        Locator trained = page.locator("#model-versions tr[data-state=active]");
        assertThat(trained).not().containsText(bundled);
        assertThat(page.locator("#training-history li").first()).containsText("succeeded");
        Download report = page.waitForDownload(() ->
                button(page.locator(".evaluation").first(), "Save its report").click());
        assertThat(report.path()).content().contains("<svg");

        // When
        button(version(bundled), "Compare").click();
        assertThat(page.locator(".evaluation .matrix")).hasCount(2);
        page.locator("#model-title").evaluate("title => title.closest('section').scrollIntoView()");
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve("model.png")));
        button(version(bundled), "Roll back").click();
        button(page.getByRole(AriaRole.DIALOG), "Roll back").click();

        // Then
        assertThat(page.locator("#model-said")).containsText("is active now");
        assertThat(page.locator("#model-versions tr[data-state=active]")).containsText(bundled);
        assertThat(version(bundled).locator("td").nth(3)).hasText("1");
    }

    @Test
    void shouldLetAnotherModelScoreAlongside() {
        // Given
        signIn();
        if (page.locator("#model-versions tr").count() == 1) {
            train("small.jsonl", 1);
            assertThat(page.locator("#training-state")).containsText("it scores from now on");
        }
        Locator other =
                page.locator("#model-versions tr:not([data-state=active])").first();

        // When
        page.locator("#model-share").selectOption("1");
        button(other, "Score alongside").click();

        // Then
        Locator figures = page.locator("#model-shadow-figures");
        assertThat(figures).isVisible();
        assertThat(figures.locator("div").nth(1)).hasText(Pattern.compile("compared\\s*[1-9].*"));
        button("End it").click();
        assertThat(page.locator("#model-shadow")).isHidden();
    }

    @Test
    void shouldWatchARunAndCancelIt() {
        // Given
        signIn();
        train("large.jsonl", 1_000);
        assertThat(page.locator("#training-state")).hasText("Epoch 1 of 1000.");
        assertThat(page.locator("#training-progress")).containsText("minibatch");
        assertThat(page.locator("#training-progress")).containsText("left");

        // When
        button("Cancel").click();

        // Then
        assertThat(page.locator("#training-state")).containsText("Run cancelled.");
        assertThat(page.locator("#training-cancel")).isHidden();
        assertThat(button("Train")).isEnabled();
    }

    private void train(String path, int epochs) {
        page.getByLabel("Data").selectOption("file");
        page.getByLabel("Its path").fill(path);
        page.getByLabel("Epochs at most").fill(Integer.toString(epochs));
        button("Train").click();
    }

    @Test
    void shouldListDeadLettersAndPutThemBack() throws Exception {
        // Given
        String key = "dead-" + UUID.randomUUID();
        demo.send(key, "{\"id\": \"r-1\", \"text\": 5}");
        signIn();

        // When
        page.locator("#dead-reason").selectOption("TEXT_INVALID");
        Locator letter = page.locator("#dead-list li")
                .filter(new Locator.FilterOptions().setHasText(key))
                .first();
        assertThat(letter).isVisible();
        letter.locator("summary").press("Enter");
        assertThat(letter.locator(".raw")).hasText("{\"id\": \"r-1\", \"text\": 5}");
        button("Replay …").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("1 record (text invalid 1)");
        button(dialog, "Put back").click();

        // Then
        assertThat(page.locator("#dead-said")).containsText("1 record (text invalid 1) put back.");
        button("Refresh").click();
        assertThat(page.locator("#dead-list .tag")).hasCount(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        script | <script>window.pwned = true</script>
        event handler | <img src=x onerror="window.pwned = true">
        link | <a href="javascript:window.pwned = true">go</a>
        direction override | \u202Eevitisop\u202C \u2067abc
        """)
    void shouldShowWhatUsersWroteAsTextOnly(String kind, String hostile) throws Exception {
        // Given
        String subject = hostile + " " + UUID.randomUUID();
        String escaped = hostile.replace("\"", "\\\"");
        page.locator("#live-filter input").fill(subject);
        page.locator("#live-filter input").press("Enter");

        // When
        demo.send(
                hostile,
                "{\"id\": \"%s\", \"subject\": \"%s\", \"text\": \"good %s\"}"
                        .formatted(escaped, subject.replace("\"", "\\\""), escaped));
        demo.send(hostile, "no JSON " + subject);
        Locator row = page.locator("#live-list .row").first();
        row.click();

        // Then
        assertThat(row.locator("bdi.subject")).hasText(subject);
        assertThat(row.locator("bdi.id")).hasText(hostile);
        assertThat(page.locator("#live-list .text")).containsText(hostile);
        assertThat(page.locator("#live-list .text")).hasAttribute("dir", "auto");
        signIn();
        page.locator("#dead-reason").selectOption("NOT_JSON");
        Locator letter = page.locator("#dead-list li").filter(new Locator.FilterOptions().setHasText(subject));
        letter.locator("summary").click();
        assertThat(letter.locator("bdi.id")).hasText(hostile);
        assertThat(letter.locator(".raw")).hasText("no JSON " + subject);
        // The links to the pages of subjects are the dashboard's own.
        assertThat(page.locator("main img, main script, main a:not([href^='#subject='])"))
                .hasCount(0);
        assertThat(page.evaluate("() => window.pwned === undefined")).isEqualTo(true);
    }

    @Test
    void shouldSayWhenItIsDisconnectedAndComeBack() throws Exception {
        // Given
        Locator connection = page.locator("#connection");
        assertThat(connection).hasText("Connected");

        // When
        demo.freeze();
        try {
            // Then
            assertThat(connection).containsText("Disconnected.");
        } finally {
            demo.thaw();
        }
        assertThat(connection).hasText("Connected");
        page.locator("#live-list").evaluate("list => list.replaceChildren()");
        assertThat(page.locator("#live-list li").first()).isVisible();
    }

    @ParameterizedTest(name = "{0} at {1} pixels")
    @CsvSource({"LIGHT,1280", "DARK,1280", "LIGHT,390", "DARK,390"})
    void shouldHaveNothingThatKeepsPeopleOut(ColorScheme scheme, int width) throws Exception {
        // Given
        open(width, scheme);
        demo.send("film-17", "{\"id\": \"film-17\", \"text\": ");
        assertThat(page.locator("#live-list li").nth(7)).isVisible();
        List<Rule> signedOut = serious();
        signIn();
        assertThat(page.locator("#dead-list li").first()).isVisible();
        assertThat(page.locator(".evaluation canvas").first()).isVisible();
        page.locator("#live-list .row").first().click();
        assertThat(page.locator("#live-list .words").first()).isVisible();

        // When
        List<Rule> signedIn = serious();
        assertFitsTheWidth();
        page.evaluate("() => scrollTo(0, 0)");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(FOLDER.resolve(scheme.name().toLowerCase(Locale.ROOT) + "-" + width + ".png")));
        page.navigate(demo.url() + "/#subject=rated%208%20of%2010");
        assertThat(page.locator("#subjects-view canvas").first()).isVisible();
        List<Rule> ofSubject = serious();
        assertFitsTheWidth();

        // Then
        assertThat(signedOut).isEmpty();
        assertThat(signedIn).isEmpty();
        assertThat(ofSubject).isEmpty();
    }

    private void assertFitsTheWidth() {
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    private List<Rule> serious() {
        return new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                        .toList();
    }

    private static void writeReviews(String name, int reviews) throws IOException {
        Path file = FOLDER.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                IntStream.range(0, reviews)
                        .mapToObj(i -> "{\"text\": \"film %d was %s\", \"label\": %d}"
                                .formatted(i, i % 2 == 0 ? "lovely" : "dreadful", 1 - i % 2))
                        .toList());
    }
}
