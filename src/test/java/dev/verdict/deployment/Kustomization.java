package dev.verdict.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The part of Kustomize that {@code deploy/kubernetes} uses: resources, a namespace, images, and JSON patches. What it does not
 * know it refuses.
 */
final class Kustomization {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "namespace", "resources", "images", "patches");

    private Kustomization() {}

    /** The objects that a folder with a {@code kustomization.yaml} stands for. */
    static List<ObjectNode> render(Path folder) throws IOException {
        ObjectNode kustomization = read(folder.resolve("kustomization.yaml")).getFirst();
        kustomization.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(folder + " uses " + name);
            }
        });
        var objects = new ArrayList<ObjectNode>();
        for (JsonNode resource : kustomization.get("resources")) {
            Path path = folder.resolve(resource.asText());
            objects.addAll(Files.isDirectory(path) ? render(path) : read(path));
        }
        for (ObjectNode object : objects) {
            if (kustomization.has("namespace")) {
                ((ObjectNode) object.get("metadata")).set("namespace", kustomization.get("namespace"));
            }
            kustomization.path("images").forEach(image -> rename(object, image));
        }
        kustomization.path("patches").forEach(patch -> patch(objects, patch));
        return objects;
    }

    static List<ObjectNode> read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return StreamSupport.stream(new Yaml().loadAll(reader).spliterator(), false)
                    .map(document -> (ObjectNode) JSON.valueToTree(document))
                    .toList();
        }
    }

    private static void rename(ObjectNode object, JsonNode image) {
        for (JsonNode containers : object.findValues("containers")) {
            for (JsonNode container : containers) {
                if (container.get("image").equals(image.get("name"))) {
                    ((ObjectNode) container)
                            .put(
                                    "image",
                                    image.get("newName").asText() + ":"
                                            + image.get("newTag").asText());
                }
            }
        }
    }

    private static void patch(List<ObjectNode> objects, JsonNode patch) {
        List<ObjectNode> targets = objects.stream()
                .filter(object -> object.get("kind").equals(patch.at("/target/kind")))
                .filter(object -> !patch.at("/target").has("name")
                        || object.at("/metadata/name")
                                .asText()
                                .matches(patch.at("/target/name").asText()))
                .toList();
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("there is no " + patch.get("target"));
        }
        JsonNode operations =
                JSON.valueToTree(new Yaml().load(patch.get("patch").asText()));
        targets.forEach(target -> operations.forEach(operation -> apply(target, operation)));
    }

    private static void apply(ObjectNode target, JsonNode operation) {
        String path = operation.get("path").asText();
        int end = path.lastIndexOf('/');
        JsonNode parent = target.at(path.substring(0, end));
        String name = path.substring(end + 1).replace("~1", "/").replace("~0", "~");
        boolean exists = parent.isArray() || parent.has(name);
        switch (operation.get("op").asText()) {
            case "replace" -> {
                if (!exists) {
                    throw new IllegalArgumentException(path + " is not there to be replaced");
                }
                set(parent, name, operation.get("value"));
            }
            case "add" -> set(parent, name, operation.get("value"));
            default -> throw new IllegalArgumentException("the operation of " + operation + " is not known here");
        }
    }

    private static void set(JsonNode parent, String name, JsonNode value) {
        switch (parent) {
            case ObjectNode object -> object.set(name, value);
            case ArrayNode array when name.equals("-") -> array.add(value);
            case ArrayNode array -> array.set(Integer.parseInt(name), value);
            default -> throw new IllegalArgumentException("there is nothing that could hold " + name);
        }
    }
}
