package dev.verdict.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The runbook has a row for each alert. */
class OperationsDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (Verdict\\w+) \\|");

    @Test
    void shouldSayWhatToDoWhenAnyAlertFires() throws IOException {
        List<String> alerts = Kustomization.read(Path.of("deploy/monitoring/alerts.yml"))
                .getFirst()
                .findValuesAsText("alert");

        assertThat(alerts).isNotEmpty();
        assertThat(ROW.matcher(Files.readString(Path.of("docs/operations.md")))
                        .results()
                        .map(row -> row.group(1)))
                .containsExactlyElementsOf(alerts);
    }
}
