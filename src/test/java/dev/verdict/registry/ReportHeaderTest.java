package dev.verdict.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

class ReportHeaderTest {
    @Test
    void shouldGiveBackThePageWhenItIsRead() {
        String page = "<h1>Verdict \uD83C\uDFAC</h1>".repeat(2_000);

        byte[] value = ReportHeader.value(page).orElseThrow();

        assertThat(ReportHeader.report(value)).isEqualTo(page);
        assertThat(value).hasSizeLessThan(page.length() / 10);
    }

    @Test
    void shouldGiveNoValueWhenThePageIsTooLarge() {
        var noise = new StringBuilder();
        new Random(1).ints(2 * ReportHeader.MAX_ZIPPED, '!', '~').forEach(noise::appendCodePoint);

        assertThat(ReportHeader.value("x".repeat(ReportHeader.MAX_BYTES))).isPresent();
        assertThat(ReportHeader.value("x".repeat(ReportHeader.MAX_BYTES + 1))).isEmpty();
        assertThat(ReportHeader.value(noise.toString())).isEmpty();
    }

    @Test
    void shouldSayThatTheReportIsDamagedWhenItIsCut() {
        byte[] value = ReportHeader.value("<h1>Verdict</h1>").orElseThrow();

        assertThatThrownBy(() -> ReportHeader.report(Arrays.copyOf(value, value.length / 2)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> ReportHeader.report(new byte[] {1, 2, 3})).isInstanceOf(RegistryException.class);
    }
}
