package dev.verdict.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.verdict.stream.TestConfigs;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

class RollupSettingsTest {
    @Test
    void shouldHaveAMinuteAnHourAndADayWhenNothingIsSet() {
        RollupSettings settings = settings(Map.of());

        assertThat(settings.windows())
                .containsExactly(
                        new RollupWindow("1m", Duration.ofMinutes(1), Duration.ofHours(2)),
                        new RollupWindow("1h", Duration.ofHours(1), Duration.ofDays(2)),
                        new RollupWindow("1d", Duration.ofDays(1), Duration.ofDays(30)));
        assertThat(settings.grace()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1h",
                "1h:",
                ":1h",
                "1h:2d:3d",
                "0m:2h",
                "1x:2d",
                "-1m:2h",
                "1h:119m",
                "1s:10d",
                "1h:2d,1h:3d",
                "60m:2d,1h:3d"
            })
    void shouldRefuseWindowsThatCannotBe(String windows) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("verdict.rollup.windows", windows)))
                .withMessageContaining("VERDICT_ROLLUP_WINDOWS");
    }

    @Test
    void shouldRefuseGraceThatIsNoDuration() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("verdict.rollup.grace", "soon")))
                .withMessageContaining("VERDICT_ROLLUP_GRACE");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:34:56.789Z, 2026-11-24T12:00:00Z",
        "2026-11-24T12:00:00Z, 2026-11-24T12:00:00Z",
        "1969-12-31T23:59:59Z, 1969-12-31T23:00:00Z"
    })
    void shouldBeginWindowsAtMultiplesOfTheirSize(Instant time, Instant start) {
        var hours = new RollupWindow("1h", Duration.ofHours(1), Duration.ofDays(1));

        assertThat(hours.startOf(time)).isEqualTo(start);
    }

    @Test
    void shouldKnowHostAndSchemeWhenUrlIsAdvertised() {
        AdvertisedUrl url = AdvertisedUrl.parse("https://verdict-0.verdict:8443/");

        assertThat(url.server()).isEqualTo("verdict-0.verdict:8443");
        assertThat(url.at(new HostInfo("other", 1), "/x?y=z")).isEqualTo(URI.create("https://other:1/x?y=z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:8080",
                "http://host",
                "ftp://host:1",
                "http://host:0",
                "http://host:65536",
                "http://a@host:1",
                "http://host:1/path",
                "http://host:1?q"
            })
    void shouldRefuseAdvertisedUrlThatOthersCannotUse(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AdvertisedUrl.parse(url))
                .withMessageContaining("VERDICT_ROLLUP_ADVERTISED_URL");
    }

    @Test
    void shouldKnowSecretByItselfOnly() {
        String secret = "0123456789abcdef0123456789abcdef";
        var set = new PeerSecret(config(Map.of("verdict.rollup.secret", secret)));
        var unset = new PeerSecret(config(Map.of()));

        assertThat(set.matches(secret)).isTrue();
        assertThat(set.matches(secret + "0")).isFalse();
        assertThat(set.matches(secret.substring(1))).isFalse();
        assertThat(set.matches(null)).isFalse();
        assertThat(unset.isSet()).isFalse();
        assertThat(unset.matches("")).isFalse();
        assertThat(unset.matches(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef0123456789abcde", "with space with space with space with space"})
    void shouldRefuseSecretWithoutNamingItWhenItIsWeak(String secret) {
        RollupConfig config = config(Map.of("verdict.rollup.secret", secret));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PeerSecret(config))
                .withMessageContaining("VERDICT_ROLLUP_SECRET")
                .withMessageNotContaining(secret);
    }

    private static RollupSettings settings(Map<String, String> settings) {
        return RollupSettings.of(config(settings));
    }

    private static RollupConfig config(Map<String, String> settings) {
        return TestConfigs.of(RollupConfig.class, settings);
    }
}
