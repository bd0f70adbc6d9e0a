package dev.verdict.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.verdict.contract.OpenApiDocument;
import dev.verdict.contract.OpenApiDocument.Operation;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.swagger.v3.parser.OpenAPIV3Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The description of HTTP, as the service gives it. */
@QuarkusTest
@WithTestResource(KafkaResource.class)
class OpenApiIT {
    private JsonNode json;
    private OpenApiDocument document;

    @BeforeEach
    void read() throws IOException {
        json = new ObjectMapper()
                .readTree(given().accept(ContentType.JSON).get("/q/openapi").asByteArray());
        document = new OpenApiDocument(json);
    }

    @Test
    void shouldFollowTheSpecification() {
        assertThat(new OpenAPIV3Parser().readContents(json.toString()).getMessages())
                .isEmpty();
    }

    @Test
    void shouldNotFollowTheSpecificationWhenSomethingIsMissing() {
        // When
        ((ObjectNode) json.path("info")).remove("title");

        // Then
        assertThat(new OpenAPIV3Parser().readContents(json.toString()).getMessages())
                .isNotEmpty();
    }

    @Test
    void shouldShowWhatIsAskedAndAnsweredForEveryOperation() {
        assertThat(document.operations()).hasSizeGreaterThan(20).allSatisfy(operation -> {
            assertThat(operation.description().path("summary").asText()).isNotBlank();
            assertThat(contents(operation.description().path("requestBody"))).allSatisfy(OpenApiIT::assertHasExample);
            assertThat(answers(operation, "2")).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.path("description").asText()).isNotBlank();
                assertThat(contents(answer)).allSatisfy(OpenApiIT::assertHasExample);
            });
        });
    }

    @Test
    void shouldShowTheProblemsOfEveryOperation() {
        assertThat(document.operations()).allSatisfy(operation -> {
            List<JsonNode> problems = Stream.of("4", "5")
                    .flatMap(family -> answers(operation, family).stream())
                    .toList();
            assertThat(problems).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.path("description").asText()).isNotBlank();
                JsonNode content = problem.path("content").path("application/problem+json");
                assertThat(content.path("schema").path("$ref").asText()).endsWith("/HttpProblem");
                assertHasExample(content);
            });
            if (operation.path().startsWith("/api/admin")) {
                assertThat(operation.answers().properties())
                        .extracting(Map.Entry::getKey)
                        .contains("400", "401", "403", "429");
            }
        });
    }

    @Test
    void shouldShowExamplesThatFollowTheirSchemas() {
        for (Operation operation : document.operations()) {
            Stream.concat(
                            Stream.of(operation.description().path("requestBody")),
                            operation.answers().valueStream())
                    .flatMap(described -> contents(described).stream())
                    .forEach(content -> assertThat(examples(content))
                            .as("%s", operation)
                            .allSatisfy(example -> assertThat(document.errors(content.path("schema"), example))
                                    .isEmpty()));
        }
    }

    private static List<JsonNode> answers(Operation operation, String family) {
        return operation.answers().properties().stream()
                .filter(answer -> answer.getKey().startsWith(family))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static List<JsonNode> contents(JsonNode described) {
        return described.path("content").valueStream().toList();
    }

    private static void assertHasExample(JsonNode content) {
        assertThat(content.path("schema").isObject()).isTrue();
        assertThat(examples(content)).isNotEmpty();
    }

    private static List<JsonNode> examples(JsonNode content) {
        return content.has("example")
                ? List.of(content.path("example"))
                : content.path("examples")
                        .valueStream()
                        .map(example -> example.path("value"))
                        .toList();
    }
}
