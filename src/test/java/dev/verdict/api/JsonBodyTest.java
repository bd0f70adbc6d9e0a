package dev.verdict.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBodyTest {
    private static final String ODD = "{\"text\" : \"lone \\ud800, \u00e9, 🎬\", \"n\":1.10e400, \"a\":[{}, [ ]]}";
    private static final String LONG = "{\"text\":\"" + "é ".repeat(100_000) + "\"}";

    @Test
    void shouldKeepObjectAsItWasSentWhenItIsAlone() {
        // When
        JsonBody.Parts parts = JsonBody.split((" " + ODD + "\n").getBytes(UTF_8));

        // Then
        assertThat(parts.ofArray()).isFalse();
        assertThat(parts.values()).containsExactly(ODD.getBytes(UTF_8));
    }

    @Test
    void shouldKeepElementsAsTheyWereSentWhenTheyAreInAnArray() {
        // When
        JsonBody.Parts parts = JsonBody.split(("[ " + ODD + " ,\n5," + LONG + ",\"a\"]").getBytes(UTF_8));

        // Then
        assertThat(parts.ofArray()).isTrue();
        assertThat(parts.values())
                .extracting(value -> new String(value, UTF_8))
                .containsExactly(ODD, "5", LONG, "\"a\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":                 | the body is not JSON: it cannot be parsed beyond line 1, column",
                "[{}, nonsense]           | the body is not JSON: it cannot be parsed beyond line 1, column",
                "{} {}                    | the body is not JSON: something follows its end",
                "5                        | the body must be a JSON object or an array of them",
                "''                       | the body is empty"
            })
    void shouldSayWhatIsWrongWhenBodyCannotBeRead(String body, String detail) {
        assertThatThrownBy(() -> JsonBody.split(body.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getDetail()).startsWith(detail));
    }

    @Test
    void shouldSaySoWhenBodyIsNotUtf8() {
        assertThatThrownBy(() -> JsonBody.read(new byte[] {'"', (byte) 0xff, '"'}))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getDetail()).contains("not UTF-8"));
    }
}
