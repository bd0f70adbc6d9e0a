package dev.verdict.review;

import static dev.verdict.review.RejectionReason.ID_INVALID;
import static dev.verdict.review.RejectionReason.ID_MISSING;
import static dev.verdict.review.RejectionReason.NOT_AN_OBJECT;
import static dev.verdict.review.RejectionReason.NOT_JSON;
import static dev.verdict.review.RejectionReason.SUBJECT_INVALID;
import static dev.verdict.review.RejectionReason.TEXT_MISSING;
import static dev.verdict.review.RejectionReason.VALUE_MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.verdict.contract.TopicSchemas;
import dev.verdict.review.ParsedReview.Readable;
import dev.verdict.review.ParsedReview.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

class ReviewParserTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Stands in texts that must not come back in a detail. */
    private static final String SECRET = "confidential";

    private static final String SECRET_TEXT = "\"text\":\"" + SECRET + "\"";

    // A review

    @Test
    void shouldReadIdTextAndSubjectWhenAllAreThere() {
        // When
        ParsedReview parsed = parse("{\"id\":\"r-1\",\"text\":\"A fine film.\",\"subject\":\"Alien\"}");

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review("r-1", "A fine film.", "Alien")));
    }

    @Test
    void shouldPassOverOtherFieldsWhenTheyAreNested() {
        // When
        ParsedReview parsed = parse("""
                {"label": "POSITIVE", "meta": {"id": "inner", "text": ["inner", {"subject": 3}]}, "id": "r-1",
                 "tags": [[{"text": "inner"}], null, true, 1e999, -0.5], "text": "A fine film.", "ID": "x", "": {}}
                """);

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review("r-1", "A fine film.", "")));
    }

    @Test
    void shouldTakeTheLastWhenAFieldIsRepeated() {
        // When
        ParsedReview parsed = parse("{\"id\":7,\"text\":\"first\",\"id\":\"r-1\",\"text\":\"second\"}");

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review("r-1", "second", "")));
    }

    @Test
    void shouldReadFieldNamesAndValuesWhenTheyAreEscaped() {
        // When
        ParsedReview parsed = parse("{\"\\u0069d\":\"\\u0072-1\",\"te\\u0078t\":\"a\\\"b\\\\c\\/\\n\\ud83d\\ude00\"}");

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review("r-1", "a\"b\\c/\n😀", "")));
    }

    static Stream<Arguments> keptTexts() {
        return Stream.of(
                arguments("one letter", "a"),
                arguments("white space around", " \t\n a film \r\n "),
                arguments("NUL", "a\0b"),
                arguments("only NUL", "\0"),
                arguments("emoji", "great 😀👍🏽 film"),
                arguments("right to left", "\u202bסרט מצוין, فيلم رائع\u202c"),
                arguments("HTML", "one<br /><br />two &amp; <script>alert(1)</script>"),
                arguments("combining letters", "cafe\u0301 é"),
                arguments("two megabytes", "film ".repeat(400_000)),
                arguments("two megabytes of emoji", "😀".repeat(500_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keptTexts")
    void shouldKeepTheTextExactlyWhenItHolds(String name, String text) {
        // When
        ParsedReview parsed = parse(json(Map.of("id", "r-1", "text", text)));

        // Then
        assertThat(parsed).as(name).isEqualTo(new Readable(new Review("r-1", text, "")));
    }

    @Test
    void shouldKeepALoneSurrogateWhenItIsInTheText() {
        // When
        // The text is only scored, never written again
        ParsedReview parsed = parse("{\"id\":\"r-1\",\"text\":\"a \\ud83d film\"}");

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review("r-1", "a \ud83d film", "")));
    }

    // id

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    absent              | {"text":"confidential"}                        | ID_MISSING
                    null                | {"id":null,"text":"confidential"}              | ID_MISSING
                    number              | {"id":7,"text":"confidential"}                 | ID_INVALID
                    boolean             | {"id":true,"text":"confidential"}              | ID_INVALID
                    array               | {"id":["r-1"],"text":"confidential"}           | ID_INVALID
                    object              | {"id":{"id":"r-1"},"text":"confidential"}      | ID_INVALID
                    empty               | {"id":"","text":"confidential"}                | ID_INVALID
                    space               | {"id":" ","text":"confidential"}               | ID_INVALID
                    tab and newline     | {"id":"\\t\\n","text":"confidential"}          | ID_INVALID
                    ideographic space   | {"id":"\\u3000","text":"confidential"}         | ID_INVALID
                    high surrogate      | {"id":"r\\ud83d","text":"confidential"}        | ID_INVALID
                    low surrogate       | {"id":"\\ude00r","text":"confidential"}        | ID_INVALID
                    surrogates reversed | {"id":"\\ude00\\ud83d","text":"confidential"}  | ID_INVALID
                    """)
    void shouldRejectWhenTheIdIs(String name, String value, RejectionReason reason) {
        // When
        ParsedReview parsed = parse(value);

        // Then
        assertRejected(parsed, reason);
    }

    @ParameterizedTest(name = "{0} characters")
    @ValueSource(ints = {1, 255, 256})
    void shouldReadTheIdWhenItIsShortEnough(int length) {
        // Given
        String id = "i".repeat(length);

        // When
        ParsedReview parsed = parse(json(Map.of("id", id, "text", "film")));

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review(id, "film", "")));
    }

    @Test
    void shouldRejectWithTheLengthWhenTheIdIsTooLong() {
        // When
        ParsedReview parsed = parse(json(Map.of("id", "i".repeat(257), "text", SECRET)));

        // Then
        assertThat(assertRejected(parsed, ID_INVALID).detail()).contains("256").contains("257");
    }

    @Test
    void shouldCountUtf16UnitsWhenTheIdHoldsEmoji() {
        // When
        ParsedReview fits = parse(json(Map.of("id", "😀".repeat(128), "text", SECRET)));
        ParsedReview tooLong = parse(json(Map.of("id", "😀".repeat(128) + "i", "text", SECRET)));

        // Then
        assertThat(fits).isInstanceOf(Readable.class);
        assertRejected(tooLong, ID_INVALID);
    }

    // An id that is made up by the reader

    @Test
    void shouldTakeTheDefaultIdWhenTheReviewBringsNone() {
        // When
        ParsedReview parsed = ReviewParser.parse(bytes("{\"text\":\"film\"}"), "17");

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review("17", "film", "")));
    }

    @Test
    void shouldTakeTheDefaultIdWhenTheReviewsIsNull() {
        // When
        ParsedReview parsed = ReviewParser.parse(bytes("{\"id\":null,\"text\":\"film\"}"), "17");

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review("17", "film", "")));
    }

    @Test
    void shouldTakeTheReviewsOwnIdWhenThereIsADefault() {
        // When
        ParsedReview parsed = ReviewParser.parse(bytes("{\"id\":\"r-1\",\"text\":\"film\"}"), "17");

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review("r-1", "film", "")));
    }

    @Test
    void shouldRejectTheReviewsOwnIdWhenItIsInvalidAndThereIsADefault() {
        // When
        ParsedReview parsed = ReviewParser.parse(bytes("{\"id\":3,\"text\":\"confidential\"}"), "17");

        // Then
        assertRejected(parsed, ID_INVALID);
    }

    // text

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    absent             | {"id":"r-1"}                              | TEXT_MISSING
                    null               | {"id":"r-1","text":null}                  | TEXT_MISSING
                    number             | {"id":"r-1","text":3.5}                   | TEXT_INVALID
                    boolean            | {"id":"r-1","text":false}                 | TEXT_INVALID
                    array              | {"id":"r-1","text":["confidential"]}      | TEXT_INVALID
                    object             | {"id":"r-1","text":{"x":"confidential"}}  | TEXT_INVALID
                    empty              | {"id":"r-1","text":""}                    | TEXT_BLANK
                    space              | {"id":"r-1","text":"   "}                 | TEXT_BLANK
                    tabs and newlines  | {"id":"r-1","text":"\\t\\r\\n\\f"}        | TEXT_BLANK
                    em space           | {"id":"r-1","text":"\\u2003"}             | TEXT_BLANK
                    ideographic space  | {"id":"r-1","text":"\\u3000\\u3000"}      | TEXT_BLANK
                    line separator     | {"id":"r-1","text":"\\u2028\\u2029"}      | TEXT_BLANK
                    unit separator     | {"id":"r-1","text":"\\u001f"}             | TEXT_BLANK
                    """)
    void shouldRejectWhenTheTextIs(String name, String value, RejectionReason reason) {
        // When
        ParsedReview parsed = parse(value);

        // Then
        assertRejected(parsed, reason);
    }

    /** What {@link String#isBlank} calls white space leaves out the spaces that do not break a line. */
    @ParameterizedTest(name = "U+{0}")
    @ValueSource(strings = {"00a0", "2007", "202f", "200b", "feff", "0085"})
    void shouldReadTheTextWhenItIsOnlyASpaceThatIsNoWhiteSpaceToJava(String codePoint) {
        // When
        ParsedReview parsed = parse("{\"id\":\"r-1\",\"text\":\"\\u" + codePoint + "\"}");

        // Then
        assertThat(parsed)
                .isEqualTo(new Readable(new Review("r-1", Character.toString(Integer.parseInt(codePoint, 16)), "")));
    }

    // subject

    static Stream<Arguments> keptSubjects() {
        return Stream.of(
                arguments("null", "null", ""),
                arguments("empty", "\"\"", ""),
                arguments("blank", "\" \"", " "),
                arguments("one character", "\"s\"", "s"),
                arguments("255 characters", "\"" + "s".repeat(255) + "\"", "s".repeat(255)),
                arguments("256 characters", "\"" + "s".repeat(256) + "\"", "s".repeat(256)),
                arguments("emoji", "\"\\ud83d\\ude00\"", "😀"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keptSubjects")
    void shouldReadTheSubjectWhenItIs(String name, String literal, String subject) {
        // When
        ParsedReview parsed = parse("{\"id\":\"r-1\",\"text\":\"film\",\"subject\":" + literal + "}");

        // Then
        assertThat(parsed).as(name).isEqualTo(new Readable(new Review("r-1", "film", subject)));
    }

    static Stream<Arguments> refusedSubjects() {
        return Stream.of(
                arguments("number", "7"),
                arguments("boolean", "true"),
                arguments("array", "[\"s\"]"),
                arguments("object", "{\"s\":1}"),
                arguments("257 characters", "\"" + "s".repeat(257) + "\""),
                arguments("lone surrogate", "\"s\\ud83d\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedSubjects")
    void shouldRejectWhenTheSubjectIs(String name, String literal) {
        // When
        ParsedReview parsed = parse("{\"id\":\"r-1\"," + SECRET_TEXT + ",\"subject\":" + literal + "}");

        // Then
        assertRejected(parsed, SUBJECT_INVALID);
    }

    // The value

    @Test
    void shouldRejectWhenThereIsNoValue() {
        // When
        ParsedReview parsed = ReviewParser.parse(null);

        // Then
        assertRejected(parsed, VALUE_MISSING);
        assertRejected(ReviewParser.parse(null, "17"), VALUE_MISSING);
    }

    static Stream<Arguments> notObjects() {
        return Stream.of(
                arguments("array", "[{\"id\":\"r-1\"," + SECRET_TEXT + "}]", NOT_AN_OBJECT),
                arguments("empty array", "[]", NOT_AN_OBJECT),
                arguments("number", "3.5", NOT_AN_OBJECT),
                arguments("string", "\"" + SECRET + "\"", NOT_AN_OBJECT),
                arguments("null literal", "null", NOT_AN_OBJECT),
                arguments("true", "true", NOT_AN_OBJECT),
                arguments("no bytes", "", NOT_JSON),
                arguments("white space", " \n", NOT_JSON),
                arguments("words", SECRET + " film", NOT_JSON),
                arguments("CSV", "r-1," + SECRET, NOT_JSON),
                arguments("object without quotes", "{id:\"r-1\",text:\"" + SECRET + "\"}", NOT_JSON),
                arguments("single quotes", "{'id':'r-1','text':'" + SECRET + "'}", NOT_JSON),
                arguments("comment", "{/* */\"id\":\"r-1\"," + SECRET_TEXT + "}", NOT_JSON),
                arguments("comma at the end", "{\"id\":\"r-1\"," + SECRET_TEXT + ",}", NOT_JSON),
                arguments("newline in a string", "{\"id\":\"r-1\",\"text\":\"" + SECRET + "\n\"}", NOT_JSON),
                arguments("NaN", "{\"id\":\"r-1\"," + SECRET_TEXT + ",\"x\":NaN}", NOT_JSON),
                arguments("unknown escape", "{\"id\":\"r-1\",\"text\":\"" + SECRET + "\\x\"}", NOT_JSON),
                arguments("a bracket after it", "{\"id\":\"r-1\"," + SECRET_TEXT + "}}", NOT_JSON),
                arguments("words after it", "{\"id\":\"r-1\"," + SECRET_TEXT + "} " + SECRET, NOT_JSON),
                arguments("NUL after it", "{\"id\":\"r-1\"," + SECRET_TEXT + "}\0", NOT_JSON),
                arguments("a second object", "{\"id\":\"r-1\"," + SECRET_TEXT + "} {}", NOT_JSON));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notObjects")
    void shouldRejectWhenTheValueIs(String name, String value, RejectionReason reason) {
        // When
        ParsedReview parsed = parse(value);

        // Then
        assertRejected(parsed, reason);
    }

    @Test
    void shouldRejectWhenTheJsonIsCutAnywhere() {
        // Given
        byte[] whole =
                bytes("{\"id\":\"r-1\",\"x\":[1,{\"y\":null}],\"text\":\"confidential é 😀\",\"subject\":\"s\"}");

        for (int length = 0; length < whole.length; length++) {
            // When
            ParsedReview parsed = ReviewParser.parse(Arrays.copyOf(whole, length));

            // Then
            assertRejected(parsed, NOT_JSON);
        }
        assertThat(ReviewParser.parse(whole)).isInstanceOf(Readable.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"[", "{\"x\":"})
    void shouldRejectAndNotOverflowWhenJsonIsNestedDeeply(String bracket) {
        // When
        ParsedReview parsed = parse("{\"x\":" + bracket.repeat(100_000));

        // Then
        assertRejected(parsed, NOT_JSON);
    }

    @Test
    void shouldRejectWhenNestedDeeplyAndClosedAgain() {
        // When
        // Jackson reads 1,000 levels
        ParsedReview parsed =
                parse("{\"id\":\"r-1\"," + SECRET_TEXT + ",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

        // Then
        assertRejected(parsed, NOT_JSON);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {" ", "\n\t", "\ufeff"})
    void shouldReadTheReviewWhenWhiteSpaceOrAByteOrderMarkComesFirst(String before) {
        // When
        ParsedReview parsed = parse(before + "{\"id\":\"r-1\",\"text\":\"film\"}\n");

        // Then
        assertThat(parsed).isEqualTo(new Readable(new Review("r-1", "film", "")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "stray continuation byte, 80",
        "Latin-1 letter,          e9",
        "cut sequence,            e282",
        "overlong slash,          c0af",
        "beyond Unicode,          f4908080",
        "never in UTF-8,          ff"
    })
    void shouldRejectWhenTheTextIsNotUtf8(String name, String hex) {
        // Given
        byte[] value = concat(
                bytes("{\"id\":\"r-1\",\"text\":\"confidential "),
                HexFormat.of().parseHex(hex),
                bytes("\"}"));

        // When
        ParsedReview parsed = ReviewParser.parse(value);

        // Then
        assertRejected(parsed, NOT_JSON);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void shouldRejectWhenTheJsonIsInAnotherEncoding(String charset) {
        // When
        ParsedReview parsed =
                ReviewParser.parse(("{\"id\":\"r-1\"," + SECRET_TEXT + "}").getBytes(Charset.forName(charset)));

        // Then
        assertRejected(parsed, NOT_JSON);
    }

    // Anything

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldRejectAndNeverThrowWhenBytesAreRandom(long seed) {
        var random = new SplittableRandom(seed);
        Set<RejectionReason> seen = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            // Given
            byte[] value = new byte[random.nextInt(64)];
            random.nextBytes(value);
            if (value.length > 0 && random.nextBoolean()) {
                value[0] = '{';
            }

            // When
            ParsedReview parsed;
            try {
                parsed = ReviewParser.parse(value);
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ", value " + i + ": " + HexFormat.of().formatHex(value), e);
            }

            // Then
            seen.add(parsed instanceof Unreadable unreadable ? unreadable.reason() : null);
        }
        assertThat(seen).as("what came of them").contains(NOT_JSON).doesNotContainNull();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6, 7, 8})
    void shouldGiveAnOutcomeWithoutTheTextWhenAReviewIsMutilated(long seed) {
        var random = new SplittableRandom(seed);
        byte[] whole = bytes(
                "{\"id\":\"r-1\",\"x\":[1e5,{\"y\":null,\"z\":\"\\u00e9\"}],\"text\":\"confidential é 😀\",\"subject\":\"s\"}");
        Set<RejectionReason> seen = EnumSet.noneOf(RejectionReason.class);
        for (int i = 0; i < 5_000; i++) {
            // Given
            byte[] value = whole.clone();
            int changes = random.nextInt(1, 4);
            for (int change = 0; change < changes; change++) {
                int at = random.nextInt(value.length);
                value[at] = random.nextBoolean() ? (byte) random.nextInt(256) : value[random.nextInt(value.length)];
            }

            // When
            ParsedReview parsed = ReviewParser.parse(value);

            // Then
            if (parsed instanceof Unreadable(RejectionReason reason, String detail)) {
                assertThat(detail).as("seed %d, value %d", seed, i).isNotBlank().doesNotContain("confid", "dential");
                seen.add(reason);
            }
        }
        assertThat(seen).as("reasons that came up").contains(NOT_JSON, ID_MISSING, TEXT_MISSING);
    }

    static Stream<String> reviews() {
        return Stream.of(
                "{\"id\":\"r-1\",\"text\":\"good\"}",
                "{\"id\":\"r-1\",\"text\":\" good \",\"subject\":\"Alien\",\"label\":\"POSITIVE\"}",
                "{\"id\":\"r-1\",\"text\":\"good\",\"subject\":null}",
                "{\"id\":\"r-1\",\"text\":\"good\",\"subject\":\"\"}",
                "{\"id\":\"" + "x".repeat(256) + "\",\"text\":\"good\",\"subject\":\"" + "x".repeat(256) + "\"}",
                "{\"id\":\"" + "x".repeat(257) + "\",\"text\":\"good\"}",
                "{\"id\":\"r-1\",\"text\":\"good\",\"subject\":\"" + "x".repeat(257) + "\"}",
                "{\"id\":\"r-1\",\"text\":\"good\",\"subject\":[]}",
                "{\"id\":\"r-1\",\"text\":\" \\n\"}",
                "{\"id\":\"r-1\",\"text\":5}",
                "{\"id\":\"r-1\",\"text\":null}",
                "{\"id\":\"r-1\"}",
                "{\"id\":\"\",\"text\":\"good\"}",
                "{\"id\":7,\"text\":\"good\"}",
                "{\"text\":\"good\"}",
                "[]");
    }

    @ParameterizedTest
    @MethodSource("reviews")
    void shouldTakeWhatTheSchemaTakesAndNothingElse(String review) {
        assertThat(parse(review) instanceof Readable)
                .isEqualTo(TopicSchemas.errors("review", bytes(review)).isEmpty());
    }

    private static Unreadable assertRejected(ParsedReview parsed, RejectionReason reason) {
        assertThat(parsed).isInstanceOf(Unreadable.class);
        var unreadable = (Unreadable) parsed;
        assertThat(unreadable.reason()).as(unreadable.detail()).isEqualTo(reason);
        assertThat(unreadable.detail()).isNotBlank().doesNotContain(SECRET);
        return unreadable;
    }

    private static ParsedReview parse(String value) {
        return ReviewParser.parse(bytes(value));
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Map<String, String> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int position = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, position, part.length);
            position += part.length;
        }
        return whole;
    }
}
