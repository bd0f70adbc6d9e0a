package dev.verdict.topics;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapServersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9092",
                "[::1]:9092",
                "PLAINTEXT://127.0.0.1:9092",
                "127.0.0.1:0 , 127.0.0.1:65535",
                "unknown.invalid:9092,127.0.0.1:9092"
            })
    void shouldAcceptAddressesWhenAClientCanBeMadeWithThem(String servers) {
        assertThatCode(() -> BootstrapServers.check(servers)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:9092,garbage"})
    void shouldNameAddressWhenItIsMalformed(String servers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BootstrapServers.check(servers))
                .withMessageContaining("no address of a broker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown.invalid:9092", "unknown.invalid:1,unknown.invalid:2"})
    void shouldNameHostsWhenNoneCanBeResolved(String servers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BootstrapServers.check(servers))
                .withMessageContaining(servers);
    }
}
