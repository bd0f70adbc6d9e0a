package dev.verdict.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Texts as UTF-8 and back. Half of a surrogate pair, which UTF-8 cannot hold, becomes the three bytes that its number
 * would have, so that texts which differ have bytes that differ.
 */
final class Letters {
    private static final char NOT_UTF_8 = '\ufffd';

    private Letters() {}

    static byte[] toBytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return isWellFormed(text, bytes) ? bytes : withLoneSurrogates(text);
    }

    static boolean isWellFormed(String text) {
        return isWellFormed(text, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Java writes a question mark for what it cannot encode. There and back is faster than a look at each character. */
    private static boolean isWellFormed(String text, byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).equals(text);
    }

    private static byte[] withLoneSurrogates(String text) {
        var bytes = new ByteArrayOutputStream(text.length() + text.length() / 2);
        text.codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                bytes.write(0xe0 | c >> 12);
                bytes.write(0x80 | c >> 6 & 0x3f);
                bytes.write(0x80 | c & 0x3f);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    /** The text that {@link #toBytes} made these bytes of. */
    static String toString(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        return text.indexOf(NOT_UTF_8) < 0 ? text : withLoneSurrogates(bytes, start, end);
    }

    private static String withLoneSurrogates(byte[] bytes, int start, int end) {
        var text = new StringBuilder();
        int at = start;
        while (at < end) {
            int first = bytes[at] & 0xff;
            int length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
            if (length == 3) {
                text.append((char) ((first & 0xf) << 12 | (bytes[at + 1] & 0x3f) << 6 | bytes[at + 2] & 0x3f));
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
            }
            at += length;
        }
        return text.toString();
    }
}
