package dev.verdict.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** The dashboard while a thousand verdicts come a second. How smooth it was is left in {@code target/dashboard}. */
class FramesIT {
    private static final double PATIENCE_MILLIS = 120_000;
    private static final String FRAMES_OF_TEN_SECONDS = """
            () => new Promise((resolve) => {
              const times = [];
              const next = (time) => {
                times.push(time);
                if (time - times[0] < 10000) {
                  requestAnimationFrame(next);
                } else {
                  const gaps = times.slice(1).map((each, i) => each - times[i]).sort((one, other) => one - other);
                  resolve(`${gaps.length} frames in 10 s, ` +
                    `p99 ${gaps[Math.floor(0.99 * gaps.length)].toFixed(0)} ms, longest ${gaps.at(-1).toFixed(0)} ms apart`);
                }
              };
              requestAnimationFrame(next);
            })""";

    @Test
    void shouldShowASampleAndTheTrueRateOfAThousandVerdictsASecond() throws Exception {
        // Given
        try (var demo = RunningDemo.start(1_000, Map.of());
                var playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of(System.getProperty("verdict.chromium"))))) {
            Page page = browser.newPage();

            // When
            page.navigate(demo.url());

            // Then
            assertThat(page.locator("#live-rate"))
                    .hasText(
                            Pattern.compile("(9\\d\\d|1,[0-4]\\d\\d) verdicts/s, about 2 of them shown"),
                            new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS));
            Object frames = page.evaluate(FRAMES_OF_TEN_SECONDS);
            Path file = Path.of("target", "dashboard", "frames.txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, page.locator("#live-rate").textContent() + ": " + frames + "\n");
        }
    }
}
