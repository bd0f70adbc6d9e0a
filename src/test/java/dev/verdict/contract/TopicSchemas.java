package dev.verdict.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SpecificationVersion;
import org.apache.kafka.common.header.Headers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is published of the topics: the AsyncAPI document and the schemas of their records. */
public final class TopicSchemas {
    static final String FOLDER = "schemas/";

    private static final Path ROOT = Path.of("src/main/resources/META-INF/resources");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonNode> DOCUMENTS = schemas();
    private static final Map<String, JsonNode> CLOSED = closed();
    private static final SchemaSet SET = new SchemaSet(SpecificationVersion.DRAFT_2020_12, CLOSED);

    private TopicSchemas() {}

    /**
     * What is wrong with what Verdict writes, a sentence each; fields that the schema does not name are wrong.
     *
     * @param schema such as {@code sentiment}
     */
    public static List<String> errors(String schema, byte[] json) {
        try {
            return errors(schema, JSON.readTree(json));
        } catch (IOException e) {
            return List.of("it is not JSON: " + e.getMessage());
        }
    }

    /** The same of headers, which are text. */
    public static List<String> errors(String schema, Headers headers) {
        var object = JSON.createObjectNode();
        headers.forEach(header -> object.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return errors(schema, object);
    }

    static List<String> errors(String schema, JsonNode value) {
        String place = FOLDER + schema + ".json";
        return SET.errors(place, CLOSED.get(place), value);
    }

    public static JsonNode asyncApi() {
        return read(ROOT.resolve("asyncapi.json"));
    }

    /** Place beside the AsyncAPI document -> schema. */
    public static Map<String, JsonNode> all() {
        return DOCUMENTS;
    }

    private static Map<String, JsonNode> schemas() {
        var schemas = new LinkedHashMap<String, JsonNode>();
        try (Stream<Path> files = Files.list(ROOT.resolve(FOLDER))) {
            files.sorted().forEach(file -> schemas.put(FOLDER + file.getFileName(), read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return schemas;
    }

    private static Map<String, JsonNode> closed() {
        var closed = new LinkedHashMap<String, JsonNode>();
        DOCUMENTS.forEach((place, schema) -> closed.put(place, SchemaSet.closed(schema)));
        return closed;
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
