package dev.verdict.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.verdict.api.JsonBody;
import dev.verdict.api.Problems;

import java.util.Set;
import java.util.TreeSet;

/** What the bodies of requests to the administration have in common. */
final class BodyFields {
    private BodyFields() {}

    /** Reads a body that must be a JSON object with no fields but the known ones. */
    static JsonNode object(byte[] body, Set<String> known) {
        JsonNode json = JsonBody.read(body);
        if (!json.isObject()) {
            throw Problems.badRequest("the body must be a JSON object");
        }
        requireKnown(json, known, "");
        return json;
    }

    /** @param prefix of the fields' names in the sentence, such as {@code data.} */
    static void requireKnown(JsonNode object, Set<String> known, String prefix) {
        var unknown = new TreeSet<String>();
        object.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw Problems.badRequest("there are fields that are not known: " + named(unknown, prefix) + "; known are "
                    + named(known, prefix));
        }
    }

    /** The value of a field that is true or false; false if it is missing. */
    static boolean flag(JsonNode object, String name) {
        JsonNode flag = object.path(name);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw Problems.badRequest("\"" + name + "\" must be true or false");
        }
        return flag.booleanValue();
    }

    private static String named(Set<String> fields, String prefix) {
        return String.join(
                ", ",
                new TreeSet<>(fields).stream().map(field -> prefix + field).toList());
    }
}
