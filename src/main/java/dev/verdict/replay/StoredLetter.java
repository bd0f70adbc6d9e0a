package dev.verdict.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verdict.stream.DeadLetterHeaders;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter for people to read.
 *
 * @param timestamp the record's
 * @param reason name of a {@link dev.verdict.review.RejectionReason}, perhaps of another version of Verdict
 * @param detail a sentence
 * @param source where its record was read
 * @param key as text, cut if it is long; empty if there is none
 * @param text the beginning of the value, as far as it is text
 * @param sizeBytes of the value as it was
 * @param isWhole whether all of the record was kept
 * @param isReplayed whether it was put back
 * @param replays how often its record had been put back before it died
 */
public record StoredLetter(
        TopicPartition at,
        long offset,
        Instant timestamp,
        String reason,
        String detail,
        TopicPartition source,
        String key,
        String text,
        long sizeBytes,
        boolean isWhole,
        boolean isReplayed,
        long replays) {
    private static final int MAX_KEY_LENGTH = 200;
    private static final int MAX_TEXT_LENGTH = 2_000;

    static StoredLetter of(DeadLetter letter, boolean isReplayed) {
        var message = letter.message();
        byte[] value = message.value() == null ? new byte[0] : message.value();
        return new StoredLetter(
                new TopicPartition(message.topic(), message.partition()),
                message.offset(),
                letter.timestamp(),
                letter.reason(),
                text(letter, DeadLetterHeaders.DETAIL),
                letter.source(),
                message.key() == null ? "" : beginning(message.key(), MAX_KEY_LENGTH),
                beginning(value, MAX_TEXT_LENGTH),
                number(letter, DeadLetterHeaders.TRUNCATED_BYTES).orElse((long) value.length),
                letter.isWhole(),
                isReplayed,
                number(letter, DeadLetterHeaders.REPLAYS).orElse(0L));
    }

    /** What is no UTF-8 becomes the replacement character. */
    private static String beginning(byte[] bytes, int maxLength) {
        int most = Math.min(bytes.length, 4 * maxLength); // a code point takes 4 bytes at most
        String text = new String(bytes, 0, most, UTF_8);
        if (text.length() <= maxLength && most == bytes.length) {
            return text;
        }
        int end = Math.min(text.length(), maxLength);
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static String text(DeadLetter letter, String name) {
        Header header = letter.message().headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    private static Optional<Long> number(DeadLetter letter, String name) {
        return Optional.of(text(letter, name))
                .filter(value -> value.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }
}
