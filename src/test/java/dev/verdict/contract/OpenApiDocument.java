package dev.verdict.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SpecificationVersion;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The OpenAPI document of the service, whose schemas are those of JSON Schema 2020-12. */
public final class OpenApiDocument {
    private static final SchemaSet SET = new SchemaSet(SpecificationVersion.DRAFT_2020_12, Map.of());

    private final JsonNode document;
    private final JsonNode components;

    public OpenApiDocument(JsonNode document) {
        this.document = document;
        this.components = SchemaSet.closed(document.path("components"));
    }

    /** @param method in upper case */
    public record Operation(String method, String path, JsonNode description) {
        public JsonNode answers() {
            return description.path("responses");
        }

        boolean matches(String method, String path) {
            return this.method.equals(method) && path.matches(this.path.replaceAll("\\{\\w+}", ".+"));
        }

        private int parameters() {
            return path.split("\\{").length;
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public List<Operation> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue())))
                .toList();
    }

    /** The operation that answers; of several that could, the one that leaves least open. */
    Optional<Operation> find(String method, String path) {
        return operations().stream()
                .filter(operation -> operation.matches(method, path))
                .min(Comparator.comparingInt(Operation::parameters)
                        .thenComparing(Comparator.comparingInt(
                                        (Operation each) -> each.path().length())
                                .reversed()));
    }

    /** What is wrong with a value, a sentence each; fields that the schema does not name are wrong. */
    public List<String> errors(JsonNode schema, JsonNode value) {
        ObjectNode whole = (ObjectNode) SchemaSet.closed(schema);
        whole.set("components", components);
        return SET.errors("", whole, value);
    }
}
