package dev.verdict.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdict.model.TestModels;
import dev.verdict.review.Review;
import dev.verdict.scoring.Scorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

@Timeout(60)
class ScoredLinesTest {
    private static final Scorer SCORER = new Scorer(TestModels.small(1));
    private static final int THREADS = 3;

    private static String text(int line) {
        return "the film ".repeat(1 + line % 13) + (line % 7 == 0 ? "was bad" : "was good");
    }

    private static String json(int line) {
        return "{\"id\":\"r%d\",\"text\":\"%s\"}\n".formatted(line, text(line));
    }

    private static ScoredLines scoredLines(String input) {
        return new ScoredLines(new ByteArrayInputStream(input.getBytes(UTF_8)), SCORER, THREADS);
    }

    @Test
    void shouldKeepOrderAndNumberBadLinesWhenThereAreManyLines() throws Exception {
        // Given
        int count = 20_000;
        var input = new StringBuilder();
        IntStream.rangeClosed(1, count).forEach(line -> input.append(line % 999 == 0 ? "nonsense\n" : json(line)));
        var verdicts = new ArrayList<String>();
        var complaints = new ArrayList<String>();
        int lines = 0;

        // When
        try (var scored = scoredLines(input.toString())) {
            for (ScoredLines.Batch batch = scored.next(); batch != null; batch = scored.next()) {
                batch.verdicts().forEach(verdict -> verdicts.add(new String(verdict, UTF_8)));
                complaints.addAll(batch.complaints());
                lines += batch.lines();
            }
        }

        // Then
        assertThat(lines).isEqualTo(count);
        assertThat(verdicts)
                .isEqualTo(IntStream.rangeClosed(1, count)
                        .filter(line -> line % 999 != 0)
                        .mapToObj(line -> new Review("r" + line, text(line), ""))
                        .map(review -> new String(SCORER.score(review).toJson(), UTF_8))
                        .toList());
        assertThat(complaints).hasSize(count / 999).first().asString().startsWith("line 999: the value is not JSON");
        assertThat(complaints.getLast()).startsWith("line 19980: ");
    }

    @Test
    void shouldScoreALineAtOnceWhenNoOtherFollows() throws Exception {
        try (var writer = new PipedOutputStream();
                var scored = new ScoredLines(new PipedInputStream(writer), SCORER, THREADS)) {
            for (int line = 1; line <= 3; line++) {
                // When
                writer.write(json(line).getBytes(UTF_8));
                writer.flush();

                // Then
                assertThat(scored.next().lines()).isEqualTo(1);
                assertThat(scored.isNextLate()).isTrue();
            }
        }
    }

    @Test
    void shouldReadOnlySomeMegabytesAheadWhenTheInputHasNoEnd() throws Exception {
        // Given
        byte[] line = "{\"id\":\"r\",\"text\":\"%s\"}\n"
                .formatted("good ".repeat(2000))
                .getBytes(UTF_8);
        var read = new AtomicLong();
        var endless = new InputStream() {
            @Override
            public int read() {
                return line[(int) (read.getAndIncrement() % line.length)];
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    bytes[offset + i] = (byte) read();
                }
                return length;
            }
        };

        // When
        long taken = 0;
        long furthestAhead = 0;
        try (var scored = new ScoredLines(endless, SCORER, THREADS)) {
            for (int batches = 0; batches < 40; batches++) {
                taken += scored.next().lines() * (long) line.length;
                furthestAhead = Math.max(furthestAhead, read.get() - taken);
            }
        }

        // Then
        assertThat(furthestAhead).isLessThan(16 << 20);
    }

    @Test
    void shouldGiveTheBatchesBeforeItFailsWhenTheInputBreaks() throws Exception {
        // Given
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cable pulled");
            }
        };
        var input = new SequenceInputStream(new ByteArrayInputStream(json(1).getBytes(UTF_8)), broken);

        try (var scored = new ScoredLines(input, SCORER, THREADS)) {
            // When
            List<byte[]> verdicts = scored.next().verdicts();

            // Then
            assertThat(verdicts).hasSize(1);
            assertThatThrownBy(scored::next).isInstanceOf(IOException.class).hasMessageContaining("cable pulled");
        }
    }
}
