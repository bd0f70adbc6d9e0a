package dev.verdict.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.contract.TopicSchemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

class SentimentTest {
    private static final String MODEL = "20261123T204500Z-0a1b2c3d";

    @Test
    void shouldWriteFieldsInTheDocumentedOrderWhenAllAreThere() {
        // Given
        var sentiment = new Sentiment("r-1", "Alien", Label.POSITIVE, 0.75, 120, 97, true, MODEL);

        // When
        byte[] json = sentiment.toJson();

        // Then
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":\"r-1\",\"subject\":\"Alien\",\"label\":\"POSITIVE\",\"probability\":0.75,\"tokens\":120,"
                                + "\"knownTokens\":97,\"truncated\":true,\"model\":\"20261123T204500Z-0a1b2c3d\"}");
    }

    @Test
    void shouldLeaveOutTheSubjectWhenItIsEmpty() {
        // Given
        var sentiment = new Sentiment("r-1", "", Label.NEGATIVE, 0.25, 0, 0, false, MODEL);

        // When
        byte[] json = sentiment.toJson();

        // Then
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"r-1\",\"label\":\"NEGATIVE\",\"probability\":0.25,\"tokens\":0,\"knownTokens\":0,"
                        + "\"truncated\":false,\"model\":\"20261123T204500Z-0a1b2c3d\"}");
    }

    @Test
    void shouldHaveAnEmptySubjectWhenGivenNone() {
        // When
        var sentiment = new Sentiment("r-1", null, Label.NEGATIVE, 0.25, 0, 0, false, MODEL);

        // Then
        assertThat(sentiment.subject()).isEmpty();
    }

    static Stream<Arguments> sentiments() {
        return Stream.of(
                arguments("all fields", new Sentiment("r-1", "Alien", Label.POSITIVE, 0.75, 120, 97, true, MODEL)),
                arguments("no subject", new Sentiment("r-1", "", Label.NEGATIVE, 0.25, 3, 1, false, MODEL)),
                arguments(
                        "signs that JSON escapes",
                        new Sentiment(
                                "\"\\/\b\f\n\r\t\0\u001f", "</script>\u2028", Label.POSITIVE, 1, 1, 1, false, MODEL)),
                arguments("other scripts", new Sentiment("עולם", "映画 😀 É", Label.POSITIVE, 1, 1, 1, false, MODEL)),
                arguments(
                        "least probability",
                        new Sentiment("r", "s", Label.NEGATIVE, Double.MIN_VALUE, 1, 1, false, MODEL)),
                arguments(
                        "probability next to one half",
                        new Sentiment("r", "s", Label.NEGATIVE, Math.nextDown(0.5), 1, 1, false, MODEL)),
                arguments(
                        "large counts",
                        new Sentiment("r", "s", Label.POSITIVE, 0.5, Integer.MAX_VALUE, 1, true, MODEL)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sentiments")
    void shouldReadBackTheSameWhenWritten(String name, Sentiment sentiment) throws IOException {
        // When
        Sentiment read = new ObjectMapper().readValue(sentiment.toJson(), Sentiment.class);

        // Then
        assertThat(read).as(name).isEqualTo(sentiment);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sentiments")
    void shouldFollowItsSchemaWhenWritten(String name, Sentiment sentiment) {
        assertThat(TopicSchemas.errors("sentiment", sentiment.toJson()))
                .as(name)
                .isEmpty();
    }

    @Test
    void shouldEscapeQuotesAndControlCharactersWhenTheIdHoldsThem() {
        // Given
        var sentiment = new Sentiment("a\"b\\c\nd\u0001", "", Label.POSITIVE, 1, 0, 0, false, MODEL);

        // When
        byte[] json = sentiment.toJson();

        // Then
        assertThat(new String(json, StandardCharsets.UTF_8)).startsWith("{\"id\":\"a\\\"b\\\\c\\nd\\u0001\",");
    }
}
