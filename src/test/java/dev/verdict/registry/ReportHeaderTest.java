package dev.verdict.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class ReportHeaderTest {
    @Test
    void shouldGiveBackThePageWhenItIsRead() {
        String page = "<h1>Verdict \uD83C\uDFAC</h1>".repeat(2_000);

        byte[] value = ReportHeader.value(page);

        assertThat(ReportHeader.report(value)).isEqualTo(page);
        assertThat(value).hasSizeLessThan(page.length() / 10);
    }

    @Test
    void shouldRefuseToWriteAPageWhenItIsTooLarge() {
        assertThatThrownBy(() -> ReportHeader.value("x".repeat(ReportHeader.MAX_BYTES + 1)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void shouldSayThatTheReportIsDamagedWhenItIsCut() {
        byte[] value = ReportHeader.value("<h1>Verdict</h1>");

        assertThatThrownBy(() -> ReportHeader.report(Arrays.copyOf(value, value.length / 2)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> ReportHeader.report(new byte[] {1, 2, 3})).isInstanceOf(RegistryException.class);
    }
}
