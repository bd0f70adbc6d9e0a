package dev.verdict.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.verdict.stream.TestConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class AdminTokenTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void shouldMatchItselfAndNothingElse() {
        AdminToken token = token(Map.of("verdict.admin.token", TOKEN));

        assertThat(token.matches(TOKEN)).isTrue();
        assertThat(token.matches(TOKEN + "0")).isFalse();
        assertThat(token.matches("")).isFalse();
    }

    @Test
    void shouldMatchNothingWhenNoneIsSet() {
        assertThat(token(Map.of()).matches("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcde",
                "with space with space with space with space",
                "0123456789abcdef0123456789abcd\u00e9f"
            })
    void shouldRefuseTokenThatIsShortOrNotAsciiWithoutShowingIt(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token(Map.of("verdict.admin.token", token)))
                .withMessageContaining("VERDICT_ADMIN_TOKEN must have at least 32")
                .withMessageNotContaining(token);
    }

    private static AdminToken token(Map<String, String> settings) {
        return new AdminToken(TestConfigs.of(AdminConfig.class, settings));
    }
}
