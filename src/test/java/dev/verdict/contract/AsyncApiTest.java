package dev.verdict.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SpecificationVersion;
import dev.verdict.retraining.RetrainingConfig;
import dev.verdict.retraining.TrainingRun;
import dev.verdict.review.Label;
import dev.verdict.review.RejectionReason;
import dev.verdict.stream.DeadLetterHeaders;
import dev.verdict.stream.TestConfigs;
import dev.verdict.topics.TopicsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds {@code asyncapi.json} and its schemas to their specifications, to themselves and to the code. */
class AsyncApiTest {
    private static final Path OFFICIAL = Path.of("src/test/resources/asyncapi/asyncapi-3.0.0.json");
    private static final Pattern VERSION = Pattern.compile("<artifactId>verdict</artifactId>\\s*<version>([\\d.]+)");

    private final JsonNode document = TopicSchemas.asyncApi();
    private final JsonNode messages = document.path("components").path("messages");

    @Test
    void shouldFollowTheSpecification() {
        // Given
        var official = new SchemaSet(SpecificationVersion.DRAFT_7, Map.of());
        JsonNode schema = TopicSchemas.read(OFFICIAL);
        JsonNode whole = withSchemas(document.deepCopy());

        // Then
        assertThat(official.errors("", schema, document)).isEmpty();
        assertThat(official.errors("", schema, whole)).isEmpty();
    }

    @Test
    void shouldNotFollowTheSpecificationWhenAFieldIsWrong() {
        // Given
        var official = new SchemaSet(SpecificationVersion.DRAFT_7, Map.of());
        JsonNode schema = TopicSchemas.read(OFFICIAL);
        ObjectNode wrong = document.deepCopy();

        // When
        ((ObjectNode) wrong.path("operations").path("scoreReviews")).put("action", "publish");

        // Then
        assertThat(official.errors("", schema, wrong)).isNotEmpty();
    }

    /** AsyncAPI's own schemas are draft 7 and more; tools that know nothing else read these as such. */
    @ParameterizedTest
    @MethodSource("schemas")
    void shouldBeASchemaOfBothDrafts(JsonNode schema) {
        assertThat(schema.path("$schema").asText()).isEqualTo(SpecificationVersion.DRAFT_2020_12.getDialectId());
        assertThat(SchemaSet.errors(SpecificationVersion.DRAFT_2020_12, schema)).isEmpty();
        assertThat(SchemaSet.errors(SpecificationVersion.DRAFT_7, schema)).isEmpty();
    }

    static Stream<Arguments> schemas() {
        return TopicSchemas.all().entrySet().stream().map(each -> argumentSet(each.getKey(), each.getValue()));
    }

    @Test
    void shouldResolveEveryReferenceAndLeaveNothingOver() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references)
                .filteredOn(reference -> reference.startsWith("#"))
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
        assertThat(references)
                .filteredOn(reference -> !reference.startsWith("#"))
                .containsOnlyOnceElementsOf(TopicSchemas.all().keySet().stream()
                        .filter(place -> !place.endsWith("/activation.json")) // two messages have it
                        .toList())
                .isSubsetOf(TopicSchemas.all().keySet());
        assertThat(references)
                .containsAll(names("#/channels/", document.path("channels")))
                .containsAll(names("#/components/messages/", messages));
    }

    private static List<String> names(String prefix, JsonNode parent) {
        return parent.properties().stream().map(each -> prefix + each.getKey()).toList();
    }

    @Test
    void shouldNameTheTopicsByTheirDefaults() {
        TopicsConfig topics = TestConfigs.of(TopicsConfig.class, Map.of());
        RetrainingConfig.Topics training = TestConfigs.of(RetrainingConfig.class, Map.of("java.io.tmpdir", ""))
                .topics();

        Map<String, String> addresses = document.path("channels").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> each.getValue().path("address").asText()));

        assertThat(addresses)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("reviews", topics.reviews()),
                        Map.entry("sentiments", topics.sentiments()),
                        Map.entry("deadLetters", topics.dead()),
                        Map.entry("replayedLetters", topics.dead() + ".replayed"),
                        Map.entry("rollups", topics.rollups()),
                        Map.entry("models", topics.models()),
                        Map.entry("activations", topics.activations()),
                        Map.entry("instances", topics.instances()),
                        Map.entry("audit", topics.audit()),
                        Map.entry("trainingRequests", training.requests()),
                        Map.entry("trainingEvents", training.events()),
                        Map.entry("labelledReviews", training.labelled())));
    }

    @Test
    void shouldHaveTheVersionThatIsBuilt() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(document.path("info").path("version").asText()).isEqualTo(version.group(1));
    }

    @Test
    void shouldNameAllThatTheCodeNames() {
        JsonNode headers = properties("dead-letter-headers");

        assertThat(fieldNames(headers))
                .containsAll(DeadLetterHeaders.OF_ONE_DEATH)
                .contains(DeadLetterHeaders.REPLAYS)
                .hasSize(DeadLetterHeaders.OF_ONE_DEATH.size() + 1);
        assertThat(values(headers.path(DeadLetterHeaders.REASON))).isEqualTo(names(RejectionReason.values()));
        assertThat(values(properties("sentiment").path("label"))).isEqualTo(names(Label.values()));
        assertThat(values(properties("training-run").path("status"))).isEqualTo(names(TrainingRun.Status.values()));
    }

    private static JsonNode properties(String schema) {
        return TopicSchemas.all().get(TopicSchemas.FOLDER + schema + ".json").path("properties");
    }

    private static List<String> fieldNames(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> values(JsonNode schema) {
        return schema.path("enum").valueStream().map(JsonNode::asText).toList();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    @Test
    void shouldShowMessagesThatFollowTheirSchemas() {
        var schemas = new SchemaSet(SpecificationVersion.DRAFT_2020_12, TopicSchemas.all());

        assertThat(messages.properties()).allSatisfy(message -> {
            JsonNode described = message.getValue();
            for (JsonNode example : described.path("examples")) {
                assertThat(schemas.errors("", described.path("payload"), example.path("payload")))
                        .isEmpty();
                if (example.has("headers")) {
                    assertThat(schemas.errors("", described.path("headers"), example.path("headers")))
                            .isEmpty();
                }
            }
        });
        assertThat(messages.properties())
                .filteredOn(message -> !message.getValue().has("examples"))
                .as("bytes and tombstones, which JSON cannot show")
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("forgottenLetter", "model", "shadowEnd", "instanceEnd");
    }

    static Stream<Arguments> examples() {
        return TopicSchemas.all().entrySet().stream()
                .flatMap(each -> each.getValue()
                        .path("examples")
                        .valueStream()
                        .map(example -> argumentSet(each.getKey() + " " + example, name(each.getKey()), example)));
    }

    private static String name(String place) {
        return place.substring(TopicSchemas.FOLDER.length(), place.length() - ".json".length());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldRefuseARecordWhenAnythingNeededIsMissingOrOfAnotherType(String schema, ObjectNode example) {
        // Given
        JsonNode document = TopicSchemas.all().get(TopicSchemas.FOLDER + schema + ".json");
        JsonNode otherType = new ObjectMapper().createArrayNode().add(new ObjectMapper().createArrayNode());

        // Then
        assertThat(TopicSchemas.errors(schema, example)).isEmpty();
        for (JsonNode required : document.path("required")) {
            assertThat(TopicSchemas.errors(schema, example.deepCopy().without(required.asText())))
                    .as("without " + required)
                    .isNotEmpty();
        }
        for (String field : new TreeSet<>(fieldNames(example))) {
            if (schema.equals("review") && field.equals("label")) {
                continue; // may be anything
            }
            assertThat(TopicSchemas.errors(schema, example.deepCopy().set(field, otherType)))
                    .as(field + " of another type")
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            review              | id             | " "
            review              | text           | ""
            sentiment           | probability    | 1.01
            sentiment           | probability    | -0.01
            sentiment           | label          | "positive"
            sentiment           | tokens         | -1
            sentiment           | tokens         | 1.5
            sentiment           | model          | "latest"
            sentiment           | stars          | 5
            dead-letter-headers | verdict.reason | "BAD"
            dead-letter-headers | verdict.source.offset | "-1"
            rollup-key          | window         | "all"
            rollup-key          | window         | "1w"
            rollup-key          | start          | "noon"
            rollup              | window         | "all"
            rollup              | count          | 0
            rollup              | meanProbability | 1.01
            activation          | version        | "20261123T231652Z"
            activation          | share          | 0
            activation          | share          | 1.01
            instance            | model          | ""
            instance            | shadow         | {}
            labelled-review     | label          | "NEUTRAL"
            audit-entry         | at             | "yesterday"
            audit-entry         | status         | 99
            training-request    | id             | "../x"
            training-request    | epochs         | 0
            training-request    | epochs         | 1001
            training-request    | seed           | 0.5
            training-request    | data           | {"kind": "file"}
            training-request    | data           | {"kind": "labelled", "since": "2026-11-01", "addedToImdb": true}
            training-run        | status         | "DONE"
            training-run        | request        | {"id": "a"}
            training-run        | progress       | {"phase": "TRAINING"}
            training-run        | epochs         | [{"epoch": 0}]
            """)
    void shouldRefuseARecordWhenAValueIsOutOfBounds(String schema, String field, String value) throws IOException {
        // Given
        ObjectNode example = TopicSchemas.all()
                .get(TopicSchemas.FOLDER + schema + ".json")
                .path("examples")
                .path(0)
                .deepCopy();

        // When
        example.set(field, new ObjectMapper().readTree(value));

        // Then
        assertThat(TopicSchemas.errors(schema, example)).isNotEmpty();
    }

    /** Every reference to a schema replaced by the schema. */
    private static JsonNode withSchemas(JsonNode node) {
        String reference = node.path("$ref").asText();
        String place = reference.contains("/") ? reference : TopicSchemas.FOLDER + reference;
        if (TopicSchemas.all().containsKey(place)) {
            return withSchemas(TopicSchemas.all().get(place).deepCopy());
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(each -> each.setValue(withSchemas(each.getValue())));
        }
        return node;
    }
}
