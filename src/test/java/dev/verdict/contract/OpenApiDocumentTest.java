package dev.verdict.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ruler that answers are held to must itself tell right from wrong. */
class OpenApiDocumentTest {
    private OpenApiDocument document;

    @BeforeEach
    void read() throws JsonProcessingException {
        document = new OpenApiDocument(json("""
                {
                  "paths": {
                    "/runs": {"get": {}, "post": {}},
                    "/runs/{id}": {"get": {}},
                    "/runs/{id}/events": {"get": {}},
                    "/runs/latest": {"get": {}}
                  },
                  "components": {
                    "schemas": {
                      "Run": {
                        "type": "object",
                        "properties": {"id": {"type": "string"}, "rows": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}}
                      },
                      "Row": {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}}
                    }
                  }
                }
                """));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /runs,                GET /runs",
        "POST, /runs,                POST /runs",
        "GET,  /runs/latest,         GET /runs/latest",
        "GET,  /runs/a%2Fb,          'GET /runs/{id}'",
        "GET,  /runs/a/events,       'GET /runs/{id}/events'",
    })
    void shouldFindTheOperationThatAnswers(String method, String path, String operation) {
        assertThat(document.find(method, path)).get().hasToString(operation);
    }

    @ParameterizedTest
    @CsvSource({"PUT, /runs", "GET, /run", "GET, /runs/"})
    void shouldFindNothingWhenNoOperationAnswers(String method, String path) {
        assertThat(document.find(method, path)).isEmpty();
    }

    @Test
    void shouldTellWhatIsWrongWithAnAnswer() throws JsonProcessingException {
        JsonNode schema = json("{\"type\": \"array\", \"items\": {\"$ref\": \"#/components/schemas/Run\"}}");

        assertThat(document.errors(schema, json("[]"))).isEmpty();
        assertThat(document.errors(schema, json("[{\"id\": \"a\", \"rows\": [{\"at\": \"2026-11-24T12:00:00Z\"}]}]")))
                .isEmpty();
        assertThat(document.errors(schema, json("{}"))).as("no list").isNotEmpty();
        assertThat(document.errors(schema, json("[{\"id\": 1}]")))
                .as("another type")
                .isNotEmpty();
        assertThat(document.errors(schema, json("[{\"name\": \"a\"}]")))
                .as("a field nobody described")
                .isNotEmpty();
        assertThat(document.errors(schema, json("[{\"rows\": [{\"at\": \"noon\"}]}]")))
                .as("no time")
                .isNotEmpty();
        assertThat(document.errors(schema, json("[{\"rows\": [{\"to\": 1}]}]")))
                .as("a field within")
                .isNotEmpty();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
