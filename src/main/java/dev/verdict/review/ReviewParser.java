package dev.verdict.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.verdict.review.ParsedReview.Readable;
import dev.verdict.review.ParsedReview.Unreadable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads reviews: a JSON object with {@code id} and {@code text}, perhaps {@code subject}, and any other fields, which
 * are passed over. Bad input is a value and never an exception. Safe for any number of threads.
 */
public final class ReviewParser {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private ReviewParser() {}

    /** @param value UTF-8 JSON, or null for a record without value */
    public static ParsedReview parse(byte[] value) {
        return parse(value, Field.ABSENT);
    }

    /** @param defaultId the id of a review that brings none */
    public static ParsedReview parse(byte[] value, String defaultId) {
        return parse(value, new Field(true, true, defaultId));
    }

    private static ParsedReview parse(byte[] value, Field defaultId) {
        if (value == null) {
            return new Unreadable(RejectionReason.VALUE_MISSING, "the record has no value");
        }
        try (JsonParser json = JSON.createParser(decode(value))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return json.currentToken() == null
                        ? new Unreadable(RejectionReason.NOT_JSON, "the value is empty")
                        : new Unreadable(RejectionReason.NOT_AN_OBJECT, "the value is JSON but not an object");
            }
            var fields = new Fields(defaultId);
            fields.read(json);
            if (json.nextToken() != null) {
                return new Unreadable(RejectionReason.NOT_JSON, "something follows the JSON object");
            }
            return fields.toReview();
        } catch (JsonProcessingException e) {
            return new Unreadable(RejectionReason.NOT_JSON, "the value is not JSON: " + withoutContent(e));
        } catch (IOException _) {
            return new Unreadable(RejectionReason.NOT_JSON, "the value is not UTF-8");
        }
    }

    /** Strictly: given the bytes, Jackson would guess at UTF-16 and UTF-32 and let malformed UTF-8 pass. */
    private static String decode(byte[] value) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(value))
                .toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    /** Jackson's message may quote the input; where it went wrong is enough. */
    private static String withoutContent(JsonProcessingException e) {
        return e.getLocation() == null
                ? "it cannot be parsed"
                : "it cannot be parsed beyond character "
                        + Math.max(0, e.getLocation().getCharOffset());
    }

    /** A field as it was found. */
    private record Field(boolean isThere, boolean isString, String value) {
        static final Field ABSENT = new Field(false, false, "");
        static final Field OTHER_TYPE = new Field(true, false, "");

        static Field read(JsonParser json) throws IOException {
            return switch (json.currentToken()) {
                case VALUE_STRING -> new Field(true, true, json.getText());
                case VALUE_NULL -> ABSENT;
                default -> {
                    json.skipChildren();
                    yield OTHER_TYPE;
                }
            };
        }
    }

    private static final class Fields {
        private final Field defaultId;
        private Field id = Field.ABSENT;
        private Field text = Field.ABSENT;
        private Field subject = Field.ABSENT;

        Fields(Field defaultId) {
            this.defaultId = defaultId;
        }

        void read(JsonParser json) throws IOException {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "id" -> id = Field.read(json);
                    case "text" -> text = Field.read(json);
                    case "subject" -> subject = Field.read(json);
                    default -> json.skipChildren();
                }
            }
        }

        ParsedReview toReview() {
            Field id = this.id.isThere ? this.id : defaultId;
            if (!id.isThere) {
                return new Unreadable(RejectionReason.ID_MISSING, "there is no \"id\"");
            }
            if (!id.isString || id.value.isBlank()) {
                return new Unreadable(RejectionReason.ID_INVALID, "\"id\" must be a string that is not blank");
            }
            if (id.value.length() > Review.MAX_ID_LENGTH) {
                return new Unreadable(
                        RejectionReason.ID_INVALID,
                        "\"id\" must have at most " + Review.MAX_ID_LENGTH + " characters, not " + id.value.length());
            }
            if (!isWellFormed(id.value)) {
                return new Unreadable(RejectionReason.ID_INVALID, "\"id\" holds half of a surrogate pair");
            }
            if (!text.isThere) {
                return new Unreadable(RejectionReason.TEXT_MISSING, "there is no \"text\"");
            }
            if (!text.isString) {
                return new Unreadable(RejectionReason.TEXT_INVALID, "\"text\" must be a string");
            }
            if (text.value.isBlank()) {
                return new Unreadable(RejectionReason.TEXT_BLANK, "\"text\" is empty or blank");
            }
            if (subject.isThere
                    && (!subject.isString
                            || subject.value.length() > Review.MAX_SUBJECT_LENGTH
                            || !isWellFormed(subject.value))) {
                return new Unreadable(
                        RejectionReason.SUBJECT_INVALID,
                        "\"subject\" must be a well-formed string of at most " + Review.MAX_SUBJECT_LENGTH
                                + " characters");
            }
            return new Readable(new Review(id.value, text.value, subject.value));
        }

        /** A lone surrogate could not be written as UTF-8 again. */
        private static boolean isWellFormed(String value) {
            return value.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        }
    }
}
