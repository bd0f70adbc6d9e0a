package dev.verdict.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Schemas that refer to each other by their places in a folder. */
final class SchemaSet {
    private static final String FOLDER = "https://verdict.example/";

    private final SchemaRegistry registry;

    /** @param documents place in the folder -> schema */
    SchemaSet(SpecificationVersion draft, Map<String, JsonNode> documents) {
        var texts = new LinkedHashMap<String, String>();
        documents.forEach((place, document) -> texts.put(FOLDER + place, document.toString()));
        this.registry = SchemaRegistry.withDefaultDialect(
                draft,
                builder -> builder.schemas(texts)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /**
     * What is wrong with a value, a sentence each.
     *
     * @param place in the folder that the schema's references start from
     */
    List<String> errors(String place, JsonNode schema, JsonNode value) {
        return sentences(registry.getSchema(SchemaLocation.of(FOLDER + place), schema), value);
    }

    /** What is wrong with a schema by the rules of a draft. */
    static List<String> errors(SpecificationVersion draft, JsonNode schema) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(draft);
        return sentences(registry.getSchema(SchemaLocation.of(draft.getDialectId())), schema);
    }

    private static List<String> sentences(Schema schema, JsonNode value) {
        return schema.validate(value).stream().map(Error::toString).toList();
    }

    /**
     * The schema without leave for fields that it does not name. Readers must pass over those; in what Verdict writes they are
     * fields that nobody described.
     */
    static JsonNode closed(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode schema) {
        schema.forEach(SchemaSet::close);
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && mayBeObject(object.path("type"))
                && !object.has("additionalProperties")) {
            object.put("unevaluatedProperties", false);
        }
    }

    private static boolean mayBeObject(JsonNode type) {
        return type.asText().equals("object")
                || (type.isArray() && type.toString().contains("\"object\""));
    }
}
