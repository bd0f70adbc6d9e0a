package dev.verdict.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdict.review.RejectionReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Holds {@code docs/stream.md} to the code. */
class StreamDocumentTest {
    private List<String> rows;

    @BeforeEach
    void read() throws IOException {
        rows = Files.readAllLines(Path.of("docs/stream.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    @Test
    void shouldListEveryReasonAndNoOther() {
        assertThat(rows)
                .filteredOn(row -> name(row).matches("[A-Z_]+") && !name(row).matches("(VERDICT|KAFKA)_.*"))
                .extracting(StreamDocumentTest::name)
                .containsExactlyElementsOf(Arrays.stream(RejectionReason.values())
                        .map(RejectionReason::name)
                        .toList());
    }

    @Test
    void shouldListEveryHeader() {
        String text = String.join("\n", rows);
        assertThat(DeadLetterHeaders.OF_ONE_DEATH)
                .allSatisfy(header -> assertThat(text.contains("`" + header + "`")
                                || text.contains("`" + header.replace("verdict.source", "") + "`"))
                        .as(header)
                        .isTrue());
        assertThat(text).contains("`" + DeadLetterHeaders.REPLAYS + "`");
    }

    @Test
    void shouldStateTheDefaults() {
        StreamConfig config = TestConfigs.of(StreamConfig.class, Map.of());
        assertThat(rows)
                .anySatisfy(row -> assertThat(row).startsWith("| `VERDICT_STREAM_BATCH_SIZE` | " + config.batchSize()))
                .anySatisfy(row -> assertThat(row)
                        .startsWith("| `VERDICT_STREAM_BATCH_WAIT_MILLIS` | " + config.batchWaitMillis()))
                .anySatisfy(row -> assertThat(row)
                        .startsWith("| `VERDICT_STREAM_BREAKER_SHARE` | "
                                + config.breaker().share()))
                .anySatisfy(row -> assertThat(row)
                        .startsWith("| `VERDICT_STREAM_BREAKER_WINDOW` | "
                                + config.breaker().window()))
                .anySatisfy(row -> assertThat(row)
                        .startsWith("| `VERDICT_STREAM_BREAKER_MINIMUM` | "
                                + config.breaker().minimum()))
                .anySatisfy(row -> assertThat(row)
                        .startsWith("| `VERDICT_STREAM_BREAKER_DELAY_MILLIS` | "
                                + config.breaker().delayMillis()));
    }

    private static String name(String row) {
        return row.substring(row.indexOf('`') + 1, row.indexOf('`', row.indexOf('`') + 1));
    }
}
