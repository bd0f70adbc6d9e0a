package dev.verdict.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bodies of requests: UTF-8 JSON, or a problem that says what they are instead. */
public final class JsonBody {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectReader JSON =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private JsonBody() {}

    /** The body as a tree. */
    public static JsonNode read(byte[] body) {
        String text = textOf(body);
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /**
     * What a body consists of.
     *
     * @param ofArray whether it is an array
     * @param values its elements, or itself if it is no array; each exactly as it was sent, so that nothing is lost by
     *     reading and writing it
     */
    record Parts(boolean ofArray, List<byte[]> values) {}

    /** The objects of an array, or the one object. */
    static Parts split(byte[] body) {
        String text = textOf(body);
        try (JsonParser json = FACTORY.createParser(text)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_ARRAY && first != JsonToken.START_OBJECT) {
                throw Problems.badRequest("the body must be a JSON object or an array of them");
            }
            var values = new ArrayList<byte[]>();
            if (first == JsonToken.START_OBJECT) {
                values.add(value(json, text));
            } else {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(json, text));
                }
            }
            if (json.nextToken() != null) {
                throw Problems.badRequest("the body is not JSON: something follows its end");
            }
            return new Parts(first == JsonToken.START_ARRAY, values);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot be read", e);
        }
    }

    /** The value that the parser is at the first token of; it is at the last one then. */
    private static byte[] value(JsonParser json, String text) throws IOException {
        long start = json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        json.finishToken();
        long end = json.currentLocation().getCharOffset();
        return text.substring((int) start, (int) end).getBytes(StandardCharsets.UTF_8);
    }

    private static String textOf(byte[] body) {
        if (body == null || body.length == 0) {
            throw Problems.badRequest("the body is empty");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException _) {
            throw Problems.badRequest("the body is not JSON: it is not UTF-8");
        }
    }

    private static RuntimeException notJson(JsonProcessingException e) {
        JsonLocation where = e.getLocation();
        return Problems.badRequest(
                where == null
                        ? "the body is not JSON: it cannot be parsed"
                        : "the body is not JSON: it cannot be parsed beyond line %d, column %d"
                                .formatted(where.getLineNr(), where.getColumnNr()));
    }
}
